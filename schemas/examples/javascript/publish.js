// Writes observations, one JSON object a line on standard input, with the schema's field names:
//   echo '{"station_id":"icao:KJFK","time":"2026-01-31T18:00:00Z","pressure_hpa":987.6}' |
//     BROKERS=localhost:9092 node publish.js
import {createInterface} from 'node:readline';
import {Kafka, logLevel} from 'kafkajs';
import {Codec} from './petrel.js';

const observations = new Codec('weather_observation.avsc');
const kafka = new Kafka({brokers: process.env.BROKERS.split(','), logLevel: logLevel.WARN});
const producer = kafka.producer({idempotent: true});

await producer.connect();
for await (const line of createInterface({input: process.stdin})) {
  if (!line.trim()) continue;
  const observation = JSON.parse(line);
  observation.time = Date.parse(observation.time);
  await producer.send({
    topic: process.env.TOPIC ?? 'petrel.observations',
    // The station as key keeps its reports in order.
    messages: [{key: observation.station_id, value: observations.encode(observation)}],
  });
}
await producer.disconnect();
