/**
 * How fast a model server reads and writes when it runs several sequences as one batch. A step reads all weights once,
 * whatever the batch, and each sequence's own keys and values, so its duration grows linearly with the batch and slowly
 * (Patel et al., "Splitwise", ISCA 2024, section III): t(b) = t(1) (1 + slowdown (b − 1)).
 */

/** Tokens a second that each sequence of a batch gets, where `single` is what one alone gets. */
export function decodeRate(single: number, slowdown: number, batch: number): number {
  return single / (1 + slowdown * Math.max(0, batch - 1));
}

/** A model on GPUs, in bytes, operations and seconds. */
export interface Deployment {
  /** Of one GPU, by its data sheet: bytes/s of its memory, operations/s of its matrix units on 16-bit numbers. */
  readonly gpu: { readonly bandwidth: number; readonly flops: number };
  /** GPUs that share each layer (tensor parallelism). */
  readonly gpus: number;
  readonly model: {
    readonly parameters: number;
    readonly layers: number;
    readonly hidden: number;
    /** Bytes of the keys and values of a token. */
    readonly tokenBytes: number;
  };
  /** Mean tokens of a sequence while its answer is written. */
  readonly context: number;
  /** What memory and matrix units give of what the data sheet says, 0 to 1. */
  readonly efficiency: number;
  /** Between GPUs that share layers: seconds that an all-reduce takes in any case, and its bytes/s. */
  readonly link: { readonly latency: number; readonly bandwidth: number };
}

const BYTES = 2;
/** A token goes through each parameter with a product and a sum. */
const OPERATIONS = 2;
/** After attention, and after what follows it. */
const ALL_REDUCES = 2;

/**
 * A replica's rows in the table of endpoints, in tokens/s, from data sheets: reading prompts is bound by operations,
 * writing by memory (Pope et al., "Efficiently scaling transformer inference", MLSys 2023, section 3), and GPUs that
 * share layers exchange each token's activations twice a layer.
 */
export function servingSpeeds({ gpu, gpus, model, context, efficiency, link }: Deployment) {
  const { parameters, layers, hidden, tokenBytes } = model;
  const exchanges = gpus > 1 ? ALL_REDUCES * layers : 0;
  const exchanged = (exchanges * hidden * BYTES) / link.bandwidth;
  const read = gpu.bandwidth * gpus * efficiency;
  const weights = (parameters * BYTES) / read + exchanges * link.latency;
  const sequence = (context * tokenBytes) / read + exchanged;
  const token = (OPERATIONS * parameters) / (gpu.flops * gpus * efficiency) + exchanged;
  return {
    prefill_tokens_per_second: 1 / token,
    decode_tokens_per_second: 1 / (weights + sequence),
    slowdown: sequence / (weights + sequence),
  };
}
