/** Work that is done when its queue is empty or it is settled. */
interface Open {
  cohorts: { length: number };
  settled?: AbortSignal;
}

/** Whether there is anything left to decode of a variant. */
export function isOpen({ cohorts, settled }: Open): boolean {
  return cohorts.length > 0 && settled?.aborted !== true;
}

/**
 * Which variant a worker turns to, and for how many stays. Without turns each once; with turns there and back, so that what
 * changes steadily in the course of a run, such as the machine's temperature, meets every variant alike.
 */
export function* visits<Work extends Open>(
  all: readonly Work[],
  inTurns: boolean,
): Generator<{ work: Work; stays: number }> {
  if (!inTurns || all.length === 1) {
    for (const work of all) yield { work, stays: Number.POSITIVE_INFINITY };
    return;
  }
  const order = [...all];
  let turned = 0;
  while (order.some(isOpen)) {
    // At a turn the same variant comes twice running: one visit, so that it is loaded once.
    for (const [place, work] of order.entries())
      if (place >= turned) yield { work, stays: place === order.length - 1 ? 2 : 1 };
    order.reverse();
    turned = isOpen(order[0] as Work) ? 1 : 0;
  }
}
