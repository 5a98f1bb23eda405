/** OctaneBench hours: the score of a GPU in OctaneBench 4 times GPUs times hours (OTOY, Render Network help: "OBh"). */
export const octaneBenchHours = (score: number, gpus: number, hours: number): number => score * gpus * hours;

/** What work costs in credits where a credit buys so many OctaneBench hours: cheaper tiers buy more of them, and wait longer. */
export const credits = (work: number, workPerCredit: number): number => work / workPerCredit;
