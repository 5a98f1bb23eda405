/**
 * A place is where a shared name has one meaning: a chain, a market, a token with its pool. What is in no place stands
 * in the world, which all places see.
 */
export const WORLD = "";

/** What stands between a place and a name in it: no place's name has one. */
export const PLACE_MARK = ":";

/** What is called by a name in a place, in a whole design: `btc:miners`; in the world the name alone. */
export const nameIn = (place: string, name: string): string =>
  place === WORLD ? name : `${place}${PLACE_MARK}${name}`;

/** The places among these, each once and in order; the world is none of them. */
export const placesAmong = (stands: readonly string[]): string[] =>
  [...new Set(stands)].filter((place) => place !== WORLD).sort();
