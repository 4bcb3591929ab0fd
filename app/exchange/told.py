"""A workbook in memory that says how far it has been read: what reads it knows of no progress."""

from io import BytesIO

from app.progress import Progress


class Told(BytesIO):
    """Tells before each read. Where `tell` raises, so does the read, and the reader ends.

    `times`: how often the whole of it is going to be read.
    """

    def __init__(self, data: bytes, tell: Progress, what: str, times: int = 1, before: int = 0):
        super().__init__(data)
        self._tell, self._what = tell, what
        self._size, self._times = len(data), times
        self._read = before * len(data)

    def read(self, size: int | None = -1, /) -> bytes:
        self._tell(min(self._read, self._times * self._size), self._times * self._size, self._what)
        found = super().read(size)
        self._read += len(found)
        return found
