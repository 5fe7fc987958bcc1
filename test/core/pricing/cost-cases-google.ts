import type { CostCase } from "./cost-case.ts";

export const googleCases: readonly CostCase[] = [
  {
    name: "Gemini, thoughts beside the answer",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":420,"cachedContentTokenCount":0}',
    // (100 × 0.75 + 320 × 3.75) / 10^6
    usd: "0.001275",
  },
  {
    name: "Gemini, cached inside the prompt",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":420,"cachedContentTokenCount":60}',
    // (40 × 0.75 + 60 × 0.075 + 320 × 3.75) / 10^6
    usd: "0.0012345",
  },
  {
    name: "Gemini, what tools returned is input",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":470,"cachedContentTokenCount":0,"toolUsePromptTokenCount":50}',
    // (150 × 0.75 + 320 × 3.75) / 10^6
    usd: "0.0013125",
  },
  {
    name: "Gemini, introductory price",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "Gemini, last moment of it",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    at: "2026-11-30T23:59:59.999Z",
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "Gemini, first moment after it",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":100}',
    at: "2026-12-01T00:00:00.000Z",
    // (900 × 4 + 100 × 0.2 + 500 × 20) / 10^6
    usd: "0.01362",
  },
  {
    name: "Gemini 3.8 Flash doubles with the year",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":420,"cachedContentTokenCount":60}',
    at: "2027-01-01T00:00:00.000Z",
    // (40 × 1.5 + 60 × 0.15 + 320 × 7.5) / 10^6
    usd: "0.002469",
  },
  {
    name: "Gemini 3.1 Pro above 200k",
    model: "google:gemini-3.1-pro-preview",
    reader: "gemini",
    raw: '{"promptTokenCount":200001,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":200321,"cachedContentTokenCount":0}',
    // (200001 × 4 + 320 × 18) / 10^6
    usd: "0.805764",
  },
  {
    name: "Gemini, batch",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":100,"candidatesTokenCount":20,"thoughtsTokenCount":300,"totalTokenCount":420,"cachedContentTokenCount":60}',
    tier: "batch",
    // (40 × 0.375 + 60 × 0.0375 + 320 × 1.875) / 10^6
    usd: "0.00061725",
  },
  {
    name: "Gemini, flex",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    tier: "flex",
    // (1000 × 1 + 500 × 5) / 10^6
    usd: "0.0035",
  },
  {
    name: "Gemini, priority up to twice",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    tier: "priority",
    basis: "estimate",
    // (1000 × 4 + 500 × 20) / 10^6
    usd: "0.014",
  },
  {
    name: "a snapshot under models/",
    model: "google:models/gemini-3.5-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":10,"candidatesTokenCount":1,"thoughtsTokenCount":1,"totalTokenCount":12,"cachedContentTokenCount":0}',
    // (10 × 1.5 + 2 × 9) / 10^6
    usd: "0.000033",
  },
  {
    name: "Gemini Carbon, introductory price to its last millisecond",
    model: "google:gemini-4-carbon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    at: "2026-11-30T23:59:59.999Z",
    // (1000 × 2 + 500 × 10) / 10^6
    usd: "0.007",
  },
  {
    name: "Gemini Carbon, doubled a millisecond later",
    model: "google:gemini-4-carbon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    at: "2026-12-01T00:00:00.000Z",
    // (1000 × 4 + 500 × 20) / 10^6
    usd: "0.014",
  },
  {
    name: "Gemini 3.8 Flash, the last of the year",
    model: "google:gemini-3.8-flash",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    at: "2026-12-31T23:59:59.999Z",
    // (1000 × 0.75 + 500 × 3.75) / 10^6
    usd: "0.002625",
  },
  {
    name: "Gemini, batch of an introductory price",
    model: "google:gemini-4-argon",
    reader: "gemini",
    raw: '{"promptTokenCount":1000,"candidatesTokenCount":200,"thoughtsTokenCount":300,"totalTokenCount":1500,"cachedContentTokenCount":0}',
    tier: "batch",
    // (1000 × 2 + 500 × 10) × 0.5 / 10^6
    usd: "0.0035",
  },
  {
    name: "Gemini, tools' text is not cached and counts towards the step",
    model: "google:gemini-3.1-pro-preview",
    reader: "gemini",
    raw: '{"promptTokenCount":150000,"candidatesTokenCount":10,"thoughtsTokenCount":20,"totalTokenCount":200031,"cachedContentTokenCount":100000,"toolUsePromptTokenCount":50001}',
    // (100001 × 4 + 100000 × 0.4 + 30 × 18) / 10^6
    usd: "0.440544",
  },
  {
    name: "Gemini, exactly at the step",
    model: "google:gemini-3.1-pro-preview",
    reader: "gemini",
    raw: '{"promptTokenCount":200000,"candidatesTokenCount":10,"thoughtsTokenCount":20,"totalTokenCount":200030,"cachedContentTokenCount":100000}',
    // (100000 × 2 + 100000 × 0.2 + 30 × 12) / 10^6
    usd: "0.22036",
  },
];
