# Prints each alert once, also after a restart in the middle and if the engine delivers at least once.
#   BROKERS=localhost:9092 python3 subscribe.py
import json
import os
from datetime import datetime, timezone

from confluent_kafka import Consumer

from petrel import Codec

alerts = Codec("alert.avsc")
stop_after = int(os.environ.get("COUNT", "0"))
done = set()  # Yours: a table with the identifier as its key.

consumer = Consumer({
    "bootstrap.servers": os.environ["BROKERS"],
    "group.id": os.environ.get("GROUP", "alerts-example"),
    "isolation.level": "read_committed",  # The default of librdkafka, but not of every client.
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
})
consumer.subscribe([os.environ.get("TOPIC", "petrel.alerts")])
while not stop_after or len(done) < stop_after:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        print(message.error())
        continue
    if message.value() is None:  # petrel.incidents forgets an incident that is over.
        continue
    alert = alerts.decode(message.value())
    if alert["identifier"] not in done:
        withdrawn = alert["reason"] == "WITHDRAWN"  # Undo what you did about it.
        ended = alert["msg_type"] == "Cancel" or alert["response_type"] == "AllClear"
        print(json.dumps({
            "incident": alert["incident_id"],
            "sent": datetime.fromtimestamp(alert["sent"] / 1000, timezone.utc).isoformat(),
            "what": "withdrawn" if withdrawn else "end" if ended else alert["msg_type"],
            "final": alert["provisional_until"] is None,
            "severity": alert["severity"],
            "headline": alert["headline"],
            "stations": [place["station_id"] for place in alert["area"]["places"]],
        }))
        done.add(alert["identifier"])
    consumer.commit(message)  # After the work: a crash repeats some, and done catches them.
consumer.close()
