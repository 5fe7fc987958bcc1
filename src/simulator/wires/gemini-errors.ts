import { type HttpFault, WireRefusal } from "./simulated-wire.ts";

export function geminiError(code: number, status: string, message: string): WireRefusal {
  return new WireRefusal(code, { error: { code, message, status } });
}

export function invalidArgument(message: string): WireRefusal {
  return geminiError(400, "INVALID_ARGUMENT", message);
}

export function geminiRefusal(fault: HttpFault): WireRefusal {
  switch (fault) {
    case "401":
      return geminiError(401, "UNAUTHENTICATED", "API key not valid. Please pass a valid API key.");
    case "403":
      return geminiError(403, "PERMISSION_DENIED", "The caller does not have permission.");
    case "429":
      // No header: the pause is in the text (provider-matrix 3.4).
      return geminiError(
        429,
        "RESOURCE_EXHAUSTED",
        "You exceeded your current quota. * Quota exceeded for metric: simulated_requests, limit: 60\nPlease retry in 2s.",
      );
    case "quota":
      return geminiError(
        429,
        "RESOURCE_EXHAUSTED",
        "You exceeded your current quota. * Quota exceeded for metric: simulated_requests, limit: 0\nPlease retry in 36000s.",
      );
    case "500":
      return geminiError(500, "INTERNAL", "An internal error has occurred.");
    case "503":
    case "529":
      return geminiError(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
    case "overflow":
      return invalidArgument("The input token count (1000001) exceeds the maximum number of tokens allowed (1000000).");
  }
}
