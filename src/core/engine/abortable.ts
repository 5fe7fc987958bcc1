/** The promise's result, or the signal's reason as soon as it aborts. The promise itself runs on; only the wait ends. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    const stopListening = (): void => signal.removeEventListener("abort", onAbort);
    promise.then(resolve, reject).then(stopListening, stopListening);
  });
}
