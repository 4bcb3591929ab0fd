"""A workbook in memory that says how far it has been read: what reads it knows of no progress."""

from io import BytesIO

from app.progress import Progress


class Told(BytesIO):
    """Tells before each read. Where `tell` raises, so does the read, and the reader ends."""

    def __init__(self, data: bytes, tell: Progress, what: str):
        super().__init__(data)
        self._tell, self._what = tell, what
        self._size, self._read = len(data), 0

    def without(self, size: int) -> None:
        """So many bytes are not going to be read."""
        self._size = max(self._size - size, 1)

    def read(self, size: int | None = -1, /) -> bytes:
        self._tell(min(self._read, self._size), self._size, self._what)
        found = super().read(size)
        self._read += len(found)
        return found
