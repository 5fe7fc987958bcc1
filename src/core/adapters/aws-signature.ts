import { AwsV4Signer } from "aws4fetch";

/** What a signature covers. */
export interface UnsignedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly service: string;
}

/** Signature Version 4 of one request, as headers. The region is read off the address (`bedrock-runtime.<region>.…`). */
export async function signAws(keys: AwsKeys, request: UnsignedRequest): Promise<Readonly<Record<string, string>>> {
  const signer = new AwsV4Signer({
    method: "POST",
    url: request.url,
    headers: { ...request.headers },
    body: request.body,
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey,
    ...(keys.sessionToken === null ? {} : { sessionToken: keys.sessionToken }),
    service: keys.service,
    region: regionOf(request.url),
    // 20261122T031500Z
    datetime: new Date(request.nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, ""),
  });
  const signed = await signer.sign();
  const added: Record<string, string> = {};
  for (const [name, value] of signed.headers.entries()) {
    if (name === "authorization" || name.startsWith("x-amz-")) added[name] = value;
  }
  return added;
}

function regionOf(url: string): string {
  return /\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(new URL(url).hostname)?.[1] ?? "us-east-1";
}
