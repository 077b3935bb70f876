"""Stands in for the package of this name: gives the values in the folder RECORDS, by file name.
An empty file is a record without a value."""
import os
import pathlib


class Message:
    def __init__(self, value):
        self._value = value

    def value(self):
        return self._value

    def error(self):
        return None


class Consumer:
    def __init__(self, settings):
        assert settings["isolation.level"] == "read_committed", settings
        assert settings["enable.auto.commit"] is False, settings
        self._messages = [None]
        self._taken = None

    def subscribe(self, topics):
        assert topics == ["petrel.alerts"], topics
        for file in sorted(pathlib.Path(os.environ["RECORDS"]).iterdir()):
            self._messages.append(Message(file.read_bytes() or None))

    def poll(self, timeout):
        self._taken = self._messages.pop(0)
        return self._taken

    def commit(self, message):
        assert message is self._taken

    def close(self):
        print("closed")
