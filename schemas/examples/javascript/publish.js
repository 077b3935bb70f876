// Writes observations, one JSON object a line on standard input, with the schema's field names:
//   echo '{"station_id":"icao:KJFK","time":"2026-01-31T18:00:00Z","pressure_hpa":987.6}' |
//     BROKERS=localhost:9092 node publish.js
import {createInterface} from 'node:readline';
import {Kafka, Partitioners, logLevel} from 'kafkajs';
import {Codec} from './petrel.js';

const observations = new Codec('weather_observation.avsc');
const kafka = new Kafka({brokers: process.env.BROKERS.split(','), logLevel: logLevel.WARN});
const producer = kafka.producer({
  idempotent: true,
  createPartitioner: Partitioners.DefaultPartitioner, // As of Kafka's own clients.
});

await producer.connect();
for await (const line of createInterface({input: process.stdin})) {
  if (!line.trim()) continue;
  const observation = JSON.parse(line);
  const unknown = Object.keys(observation).filter((name) => !observations.fields.has(name));
  if (unknown.length > 0) throw new Error(`no fields of an observation: ${unknown.join(', ')}`);
  if (!/(Z|[+-]\d\d:?\d\d)$/i.test(observation.time)) {
    throw new Error(`time ${observation.time} has no zone, such as Z or +01:00`);
  }
  observation.time = Date.parse(observation.time);
  await producer.send({
    topic: process.env.TOPIC ?? 'petrel.observations',
    // The station as key keeps its reports in order.
    messages: [{key: observation.station_id, value: observations.encode(observation)}],
  });
}
await producer.disconnect();
