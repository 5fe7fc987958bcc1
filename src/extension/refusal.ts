/** Something the reader asked for cannot be done: says what and what to do next. Not a fault, so it is not logged as one. */
export class Refusal extends Error {
  readonly advice: string;

  constructor(message: string, advice: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Refusal";
    this.advice = advice;
  }
}
