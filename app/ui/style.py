"""The look: one palette, one spacing grid of 4 px, one style sheet (see the design's picture)."""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from app.resources import resources

INK = "#1d2733"
SECOND = "#5b6773"
LINE = "#dfe4ea"
GROUND = "#f4f6f8"
CARD = "#ffffff"
ACCENT = "#1f5f8b"
ACCENT_SOFT = "#e6eff6"
COMPUTED = "#eef3ee"
CARRIED = "#fdf6df"
ERROR = "#c0392b"
QUESTION = "#9a6412"
GOOD = "#2e7d4f"

FAMILIES = ("Microsoft YaHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Zen Hei")
BASE_PX = 13


def apply_style(app: QApplication) -> None:
    """Fusion with our palette, so that the window looks the same on every system."""
    app.setStyle("Fusion")
    known = set(QFontDatabase.families())
    font = QFont(app.font())
    font.setFamilies([family for family in FAMILIES if family in known] or [font.family()])
    font.setPixelSize(BASE_PX)
    app.setFont(font)
    app.setStyleSheet(sheet())


def sheet() -> str:
    """The style sheet with the icons' folder put in."""
    return _SHEET.replace("ICONS", (resources() / "icons").as_posix())


_SHEET = f"""
* {{ color: {INK}; font-size: {BASE_PX}px; }}
QMainWindow, QDialog, QWidget#ground {{ background: {GROUND}; }}
QWidget#card {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 4px; }}
QWidget#bar {{ background: {CARD}; border-bottom: 1px solid {LINE}; }}
QLabel#title {{ font-size: 15px; font-weight: 600; }}
QLabel#big {{ font-size: 22px; font-weight: 600; }}
QLabel#score {{ font-size: 34px; font-weight: 600; color: {ACCENT}; }}
QLabel#second {{ color: {SECOND}; }}
QLabel#grade {{ background: {ACCENT_SOFT}; color: {ACCENT}; border-radius: 6px;
    padding: 6px 12px; font-weight: 600; }}
QLabel#pill {{ background: {ACCENT_SOFT}; color: {ACCENT}; border-radius: 6px; padding: 6px 10px; }}
QPushButton#pill {{ background: {ACCENT_SOFT}; color: {ACCENT}; border: 1px solid {ACCENT_SOFT};
  border-radius: 6px; padding: 5px 9px; }}
QPushButton#pill:hover, QPushButton#pill:focus {{ border-color: {ACCENT}; }}
QLabel#because {{ background: {COMPUTED}; border-radius: 4px; padding: 10px; }}
QLabel#problem {{ color: {ERROR}; }}
QLabel#head {{ font-weight: 600; }}
QPushButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 6px 12px; }}
QPushButton:hover {{ background: {ACCENT_SOFT}; }}
QPushButton:focus {{ border: 1px solid {ACCENT}; }}
QPushButton:disabled {{ color: #a3acb5; }}
QPushButton#plain {{ border: 1px solid {LINE}; background: {CARD}; }}
QPushButton#quiet {{ color: {SECOND}; padding: 2px 6px; }}
QPushButton#slim {{ border: 1px solid {LINE}; background: {CARD}; padding: 8px 0; }}
QPushButton#primary {{ background: {ACCENT}; color: white; font-weight: 600; padding: 8px 18px; }}
QPushButton#primary:hover {{ background: #184d72; }}
QPushButton#primary:disabled {{ background: {LINE}; color: {SECOND}; }}
QPushButton#primary:focus {{ border: 2px solid {INK}; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{ background: {CARD}; border: 1px solid {LINE};
    border-radius: 3px; padding: 5px 7px; selection-background-color: {ACCENT}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus {{
    border: 1px solid {ACCENT}; }}
QLineEdit[carried="true"] {{ background: {CARRIED}; }}
QLineEdit[problem="true"], QLineEdit[refused="true"],
QPlainTextEdit[refused="true"] {{ border: 2px solid {ERROR}; }}
QTabBar::tab {{ background: {CARD}; border: none; border-bottom: 3px solid transparent;
    padding: 9px 14px 7px 14px; }}
QTabBar::tab:selected {{ color: {ACCENT}; border-bottom: 3px solid {ACCENT}; font-weight: 600;
    background: {ACCENT_SOFT}; }}
QTabBar::tab:focus {{ color: {ACCENT}; }}
QTableView {{ background: {CARD}; border: 1px solid {LINE}; gridline-color: {LINE};
    selection-background-color: #d3e4f1; selection-color: {INK}; }}
QHeaderView::section:horizontal {{ background: #eef2f6; border: none;
    border-right: 1px solid {LINE}; border-bottom: 1px solid {LINE};
    padding: 6px 4px; color: {SECOND}; }}
QComboBox {{ selection-background-color: #d3e4f1; selection-color: {INK}; }}  /* in its list */
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("ICONS/down.png"); width: 12px; height: 12px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #c5cdd5; border-radius: 4px; min-height: 28px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: #c5cdd5; border-radius: 4px; min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0; }}
QToolBar QComboBox, QToolBar QLineEdit {{ padding: 1px 2px; }}
QListView {{ background: {CARD}; border: none; outline: none; }}
QTreeView {{ background: {CARD}; border: 1px solid {LINE}; }}
QTreeView::item {{ height: 32px; }}
QTreeView::item:selected {{ background: #d3e4f1; color: {INK}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QStatusBar {{ background: {CARD}; border-top: 1px solid {LINE}; }}
QStatusBar QLabel {{ color: {SECOND}; padding: 0 6px; }}
QToolTip {{ background: {CARD}; color: {INK}; border: 1px solid {LINE}; padding: 4px; }}
QSplitter::handle {{ background: {GROUND}; }}
"""
