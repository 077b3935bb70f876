"""Reads Avro's single-object encoding, as on Petrel's topics, with the standard library alone.

C3 01, the fingerprint of the writer's schema (CRC-64-AVRO, little-endian), the value. Knows the
current schema of a record and those of every release. fastavro does the same, faster.
"""
import io
import json
import pathlib
import struct

SCHEMAS = pathlib.Path(__file__).resolve().parents[2]
EMPTY = 0xC15D213AA4D7A795
PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


class Codec:
    """Reads the record type of one file in schemas/."""

    def __init__(self, file, schemas=SCHEMAS):
        self.current = json.loads((schemas / file).read_text("utf-8"))
        self.writers = {}
        for path in [schemas / file, *schemas.glob(f"released/*/{file}")]:
            schema = json.loads(path.read_text("utf-8"))
            names = {}
            text = canonical(schema, "", names)
            self.writers[fingerprint(text.encode())] = (schema, names)

    def decode(self, value):
        """The record as a dict; a field that its writer did not have has its default."""
        if value[:2] != b"\xc3\x01":
            raise ValueError("not in Avro single-object encoding")
        (writer,) = struct.unpack_from("<Q", value, 2)
        if writer not in self.writers:
            raise ValueError(f"written with schema {writer:016x}, which is not here: take the newer schemas")
        schema, names = self.writers[writer]
        record = read(schema, "", names, io.BytesIO(value[10:]))
        for field in self.current["fields"]:
            if field["name"] not in record:
                record[field["name"]] = field["default"]
        return record


def fingerprint(data):
    """CRC-64-AVRO."""
    crc = EMPTY
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (EMPTY if crc & 1 else 0)
    return crc


def canonical(schema, space, names):
    """Avro's parsing canonical form; notes each named type in names."""
    if isinstance(schema, list):
        return "[" + ",".join(canonical(s, space, names) for s in schema) + "]"
    if isinstance(schema, str):
        return f'"{schema if schema in PRIMITIVES else full_name(schema, space)}"'
    kind = schema["type"]
    if kind == "array":
        return '{"type":"array","items":%s}' % canonical(schema["items"], space, names)
    if kind == "map":
        return '{"type":"map","values":%s}' % canonical(schema["values"], space, names)
    if kind not in ("record", "enum", "fixed"):
        return canonical(kind, space, names)
    name = full_name(schema["name"], schema.get("namespace", space))
    space = name.rpartition(".")[0]
    names[name] = schema
    head = '{"name":"%s","type":"%s",' % (name, kind)
    if kind == "enum":
        return head + '"symbols":[%s]}' % ",".join(f'"{s}"' for s in schema["symbols"])
    if kind == "fixed":
        return head + '"size":%d}' % schema["size"]
    fields = ('{"name":"%s","type":%s}' % (f["name"], canonical(f["type"], space, names)) for f in schema["fields"])
    return head + '"fields":[%s]}' % ",".join(fields)


def full_name(name, space):
    return name if "." in name or not space else f"{space}.{name}"


def read(schema, space, names, data):
    """Reads one value as its writer's schema says."""
    if isinstance(schema, list):
        return read(schema[read_long(data)], space, names, data)
    kind = schema if isinstance(schema, str) else schema["type"]
    if kind == "record":
        space = full_name(schema["name"], schema.get("namespace", space)).rpartition(".")[0]
        return {f["name"]: read(f["type"], space, names, data) for f in schema["fields"]}
    if kind == "enum":
        return schema["symbols"][read_long(data)]
    if kind == "fixed":
        return data.read(schema["size"])
    if kind == "array":
        return list(read_items(data, lambda: read(schema["items"], space, names, data)))
    if kind == "map":
        entry = lambda: (read("string", space, names, data), read(schema["values"], space, names, data))
        return dict(read_items(data, entry))
    if kind == "null":
        return None
    if kind == "boolean":
        return data.read(1) == b"\x01"
    if kind in ("int", "long"):
        return read_long(data)
    if kind == "float":
        return struct.unpack("<f", data.read(4))[0]
    if kind == "double":
        return struct.unpack("<d", data.read(8))[0]
    if kind == "bytes":
        return data.read(read_long(data))
    if kind == "string":
        return data.read(read_long(data)).decode("utf-8")
    return read(kind if isinstance(kind, dict) else names[full_name(kind, space)], space, names, data)


def read_items(data, item):
    """The items of an array or map, which come in blocks."""
    while count := read_long(data):
        if count < 0:
            count = -count
            read_long(data)  # the block's length, for those who want to skip it
        for _ in range(count):
            yield item()


def read_long(data):
    value = shift = 0
    while True:
        byte = data.read(1)[0]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value >> 1 ^ -(value & 1)
        shift += 7
