import type { Problem } from "../../errors.ts";
import type { Read } from "../../model/mechanism.ts";
import { nameIn } from "../../model/place.ts";
import { isPrice, SIGNALS } from "../../model/signals.ts";
import { actsIn, type Placed, placesOf, publishersFor } from "../wiring.ts";
import { addOneOf, agree, type DesignView, here, idsOf, listed, mechanismsThat } from "./design.ts";

const PRICES = Object.keys(SIGNALS).filter(isPrice);

/** Assets that somebody counts in USD and nothing prices, and instances of whose signals nobody makes use. */
export const signalPoints = (view: DesignView): Problem[] => [...unpriced(view), ...unread(view)];

/** Assets of which there is something: minted as the run begins, or by and by. */
export const mintedAssets = ({ placed, all }: DesignView): Set<string> =>
  new Set(
    placed.flatMap(({ use }, at) => {
      const asset = use.params["asset"];
      return typeof asset === "string" && (all[at]!.mints ?? 0) > 0 ? [asset] : [];
    }),
  );

function unpriced(view: DesignView): Problem[] {
  const { placed, catalogue } = view;
  const minted = mintedAssets(view);
  return placesOf(placed).flatMap((place) => {
    const counting = placed.filter((each) => actsIn(each).includes(place) && lacksPrice(placed, each, place));
    const assets = new Set(counting.map(({ use }) => use.params["asset"] as string));
    return [...assets]
      .filter((asset) => minted.has(asset))
      .map((asset) => ({
        path: `price of ${nameIn(place, asset)}`,
        message: `Nothing ${here(place)} prices ${asset}: ${worths(counting.filter(({ use }) => use.params["asset"] === asset))}.${addOneOf(mechanismsThat(catalogue, publishes(PRICES)))}`,
      }));
  });
}

/** Whether an instance would know what its asset is worth in a place, and nobody says so. */
export const lacksPrice = (placed: readonly Placed[], each: Placed, place: string): boolean =>
  PRICES.some(
    (signal) =>
      Object.hasOwn(each.mechanism.reads ?? {}, signal) &&
      publishersFor(placed, each, signal, place).length === 0,
  );

/** What readers take a price for where nobody says it: those who take it alike together. */
function worths(readers: readonly Placed[]): string {
  const otherwise = ({ mechanism }: Placed): number | undefined =>
    PRICES.map((signal) => (mechanism.reads?.[signal] as Read | undefined)?.otherwise).find(
      (value) => value !== undefined,
    );
  return [...new Set(readers.map(otherwise))]
    .map((value) => {
      const own = readers.filter((each) => otherwise(each) === value);
      return `${listed(idsOf(own))} ${agree(own, "counts", "count")} it as ${value === 0 ? "worth nothing, in measures too" : `${value} USD`}`;
    })
    .join("; ");
}

const publishes = (signals: readonly string[]) => (mechanism: Placed["mechanism"]) =>
  signals.some((signal) => Object.hasOwn(mechanism.signals ?? {}, signal));

/** Who does nothing but publish, and of whose signals none is read. */
function unread({ placed, catalogue }: DesignView): Problem[] {
  return placed
    .filter((each) => onlyPublishes(each) && !placed.some((reader) => readsOf(placed, reader, each)))
    .map(({ use, mechanism }) => {
      const signals = Object.keys(mechanism.signals!);
      const able = mechanismsThat(catalogue, ({ reads = {} }) =>
        signals.some((signal) => Object.hasOwn(reads, signal)),
      );
      return {
        path: use.id,
        message: `It publishes ${listed(signals)}, which nobody ${here(use.place)} reads: it changes nothing.${able.length === 0 ? "" : ` ${agree(able, "This one reads", "These read")} ${agree(signals, "it", "one of them")}: ${able.join(", ")}.`}`,
      };
    });
}

const onlyPublishes = ({ mechanism }: Placed): boolean => {
  const { signals = {}, emits = {}, accounts = {}, sets } = mechanism;
  return (
    Object.keys(signals).length > 0 &&
    Object.keys(accounts).length === 0 &&
    sets === undefined &&
    Object.values<any>(emits).every((spec) => spec !== "shared" && spec.private === true)
  );
};

const readsOf = (placed: readonly Placed[], reader: Placed, publisher: Placed): boolean =>
  reader !== publisher &&
  Object.keys(reader.mechanism.reads ?? {}).some((signal) =>
    actsIn(reader).some((place) => publishersFor(placed, reader, signal, place).includes(publisher)),
  );
