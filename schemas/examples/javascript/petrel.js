// Avro single-object encoding, as on Petrel's topics: C3 01, the fingerprint of the writer's schema
// (CRC-64-AVRO, little-endian), the value. Knows the current schemas and those of every release.
import avro from 'avsc';
import {existsSync, readdirSync, readFileSync} from 'node:fs';

const SCHEMAS = new URL('../../', import.meta.url);
const HEADER_BYTES = 10;

const EMPTY = 0xc15d213aa4d7a795n;
const TABLE = Array.from({length: 256}, (_, i) => {
  let f = BigInt(i);
  for (let bit = 0; bit < 8; bit++) f = (f >> 1n) ^ (EMPTY & -(f & 1n));
  return f;
});

/** CRC-64-AVRO of a schema's parsing canonical form, 16 hex digits. */
export function fingerprint(type) {
  let f = EMPTY;
  for (const byte of Buffer.from(JSON.stringify(type.schema()))) {
    f = (f >> 8n) ^ TABLE[Number((f ^ BigInt(byte)) & 0xffn)];
  }
  return f.toString(16).padStart(16, '0');
}

function read(url) {
  return avro.Type.forSchema(JSON.parse(readFileSync(url, 'utf8')));
}

/** Reads and writes the record type of one file in schemas/. */
export class Codec {
  constructor(file) {
    this.current = read(new URL(file, SCHEMAS));
    this.fields = new Set(this.current.fields.map((field) => field.name));
    this.writers = new Map([[fingerprint(this.current), this.current]]);
    const released = new URL('released/', SCHEMAS);
    for (const entry of readdirSync(released, {withFileTypes: true})) {
      const schema = new URL(`${entry.name}/${file}`, released);
      if (entry.isDirectory() && existsSync(schema)) {
        const type = read(schema);
        this.writers.set(fingerprint(type), type);
      }
    }
  }

  decode(buffer) {
    if (buffer.length < HEADER_BYTES || buffer[0] !== 0xc3 || buffer[1] !== 1) {
      throw new Error('not in Avro single-object encoding');
    }
    const writer = buffer.readBigUInt64LE(2).toString(16).padStart(16, '0');
    const type = this.writers.get(writer);
    if (!type) {
      throw new Error(`written with schema ${writer}, which is not here: take the newer schemas`);
    }
    return type.fromBuffer(buffer.subarray(HEADER_BYTES));
  }

  encode(value) {
    const header = Buffer.from([0xc3, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    header.writeBigUInt64LE(BigInt('0x' + fingerprint(this.current)), 2);
    return Buffer.concat([header, this.current.toBuffer(value)]);
  }
}
