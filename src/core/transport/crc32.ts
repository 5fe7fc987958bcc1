/** The checksum of zlib and of AWS's event streams. Eight bytes a step, which takes less than half of the time of one. */
export function crc32(view: DataView, from: number, to: number): number {
  if (table.length === 0) makeTable();
  let crc = -1;
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc =
      entry(7, low) ^
      entry(6, low >>> 8) ^
      entry(5, low >>> 16) ^
      entry(4, low >>> 24) ^
      entry(3, high) ^
      entry(2, high >>> 8) ^
      entry(1, high >>> 16) ^
      entry(0, high >>> 24);
  }
  for (; at < to; at += 1) crc = (crc >>> 8) ^ entry(0, crc ^ view.getUint8(at));
  return ~crc >>> 0;
}

/** Row 0: what each byte does to the checksum; row n: what it does once n zeros have followed it. Made at its first use. */
let table = new Int32Array();

function entry(row: number, value: number): number {
  return table[row * 256 + (value & 255)] ?? 0;
}

function makeTable(): void {
  table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb88320;
    table[byte] = crc;
  }
  for (let at = 256; at < table.length; at += 1) {
    const shorter = table[at - 256] ?? 0;
    table[at] = (shorter >>> 8) ^ entry(0, shorter);
  }
}
