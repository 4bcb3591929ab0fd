"""The bare window that a built program is compared with; bench_built.py builds it."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("算盘 ABC"))
window.resize(1366, 768)
window.show()
sys.exit(app.exec())
