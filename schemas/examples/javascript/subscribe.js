// Prints each alert once, also after a restart in the middle and if the engine delivers at least once.
//   BROKERS=localhost:9092 node subscribe.js
import {Kafka, logLevel} from 'kafkajs';
import {Codec} from './petrel.js';

const alerts = new Codec('alert.avsc');
const stopAfter = Number(process.env.COUNT ?? Infinity);
const done = new Set(); // Yours: a table with the identifier as its key.

const kafka = new Kafka({brokers: process.env.BROKERS.split(','), logLevel: logLevel.WARN});
const consumer = kafka.consumer({
  groupId: process.env.GROUP ?? 'alerts-example',
  readUncommitted: false, // The default of KafkaJS, but not of every client library.
});

await consumer.connect();
await consumer.subscribe({topic: process.env.TOPIC ?? 'petrel.alerts', fromBeginning: true});
await consumer.run({
  eachMessage: async ({message}) => {
    if (message.value === null) return; // petrel.incidents forgets an incident that is over.
    if (message.headers['ce_severity']?.toString() === 'Minor') return; // Picked without Avro.
    const alert = alerts.decode(message.value);
    if (done.has(alert.identifier)) return;
    const withdrawn = alert.reason === 'WITHDRAWN'; // Undo what you did about it.
    const ended = alert.msg_type === 'Cancel' || alert.response_type === 'AllClear';
    console.log(JSON.stringify({
      incident: alert.incident_id,
      sent: new Date(alert.sent).toISOString(),
      what: withdrawn ? 'withdrawn' : ended ? 'end' : alert.msg_type,
      final: alert.provisional_until === null,
      severity: alert.severity,
      headline: alert.headline,
      stations: alert.area.places.map((place) => place.station_id),
    }));
    done.add(alert.identifier);
    if (done.size >= stopAfter) setImmediate(() => consumer.disconnect());
  },
});
