"""The look: one palette, one spacing grid of 4 px, one style sheet (see the design's picture).

Everything is measured at the size of the text: 字号 in the settings makes fonts, rows, paddings and
panels larger alike.
"""

import re

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.resources import resources

INK = "#1d2733"
SECOND = "#58646f"
LINE = "#dfe4ea"
GROUND = "#f4f6f8"
CARD = "#ffffff"
ACCENT = "#1f5f8b"
ACCENT_SOFT = "#e6eff6"
COMPUTED = "#eef3ee"
CARRIED = "#fdf6df"
ERROR = "#b83529"
ERROR_SOFT = "#fdf0ee"
QUESTION = "#8c5a10"
GOOD = "#277045"
FAINT = "#a3acb5"  # what cannot be used now
CHOSEN = "#d3e4f1"  # behind what is chosen in a list or a grid
DARKER = "#184d72"

FAMILIES = ("Microsoft YaHei", "微软雅黑", "Noto Sans CJK SC", "WenQuanYi Zen Hei")
SIGNS = ("Segoe UI Symbol", "DejaVu Sans")  # for ▾ and its like, which fonts of Chinese lack
BASE_PX = 13
SIZES = (100, 125, 150)  # per cent: 标准, 大, 特大
HAIRLINE = 2  # px: thinner ones stay as they are at every size


def apply_style(app: QApplication, percent: int = 100) -> None:
    """Our palette, fonts and style sheet over Fusion, which the application was made with, so that
    the window looks the same on every system."""
    known = set(QFontDatabase.families())
    font = QFont(app.font())
    texts = [family for family in FAMILIES if family in known] or [font.family()]
    font.setFamilies([*texts, *(family for family in SIGNS if family in known)])
    font.setPixelSize(round(BASE_PX * percent / 100))
    app.setFont(font)
    app.setPalette(_palette())
    app.setStyleSheet(sheet(percent))
    app.setFont(font)  # a style sheet brings back what Windows has for lists, menus and messages


def _palette() -> QPalette:
    """Our colours for what the style sheet does not reach: no system blue anywhere."""
    made = QPalette()
    role = QPalette.ColorRole
    for each, colour in (
        (role.Window, GROUND),
        (role.Base, CARD),
        (role.AlternateBase, GROUND),
        (role.Button, CARD),
        (role.WindowText, INK),
        (role.Text, INK),
        (role.ButtonText, INK),
        (role.PlaceholderText, SECOND),
        (role.Highlight, CHOSEN),
        (role.HighlightedText, INK),
        (role.Accent, ACCENT),
        (role.Link, ACCENT),
        (role.LinkVisited, ACCENT),
        (role.ToolTipBase, CARD),
        (role.ToolTipText, INK),
    ):
        made.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, each, QColor(FAINT))
    return made


def px(length: int) -> int:
    """A length of the design at the size of the text that is set now."""
    size = QApplication.font().pixelSize()
    return length if size <= 0 else round(length * size / BASE_PX)


def sheet(percent: int = 100) -> str:
    """The style sheet at a size of the text, with the icons' folder put in."""

    def scaled(found: re.Match[str]) -> str:
        length = int(found[1])
        return f"{length if length <= HAIRLINE else round(length * percent / 100)}px"

    told = re.sub(r"\b(\d+)px", scaled, _SHEET)
    return told.replace("ICONS", (resources() / "icons").as_posix())


_SHEET = f"""
* {{ color: {INK}; font-size: {BASE_PX}px; }}
QMainWindow, QDialog, QWidget#ground {{ background: {GROUND}; }}
QWidget#white {{ background: {CARD}; }}
QWidget#card {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 4px; }}
QWidget#bar {{ background: {CARD}; border-bottom: 1px solid {LINE}; }}
QWidget#strip {{ background: {CARRIED}; border: 1px solid {LINE}; border-radius: 4px; }}
QWidget#guide {{ background: {ACCENT_SOFT}; border-bottom: 1px solid {LINE}; }}
QLabel#title {{ font-size: 15px; font-weight: 600; }}
QLabel#big {{ font-size: 22px; font-weight: 600; }}
QLabel#score {{ font-size: 34px; font-weight: 600; color: {ACCENT}; }}
QLabel#second {{ color: {SECOND}; }}
QLabel#grade {{ background: {ACCENT_SOFT}; color: {ACCENT}; border-radius: 6px;
    padding: 6px 12px; font-weight: 600; }}
QLabel#pill {{ background: {ACCENT_SOFT}; color: {ACCENT}; border-radius: 6px; padding: 6px 10px; }}
QPushButton#pill {{ background: {ACCENT_SOFT}; color: {ACCENT}; border: 1px solid {ACCENT_SOFT};
  border-radius: 6px; padding: 5px 9px; }}
QPushButton#pill:hover {{ border-color: {ACCENT}; }}
QPushButton#pill:focus {{ border: 2px solid {ACCENT}; padding: 4px 8px; }}
QLabel#because {{ background: {COMPUTED}; border-radius: 4px; padding: 10px; }}
QLabel#problem {{ color: {ERROR}; }}
QLabel#head {{ font-weight: 600; }}
QLabel#keys {{ font-weight: 600; color: {ACCENT}; }}
QPushButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px;
    padding: 6px 12px; outline: none; }}
QPushButton:hover {{ background: {ACCENT_SOFT}; }}
QPushButton:focus {{ border: 2px solid {ACCENT}; padding: 5px 11px; }}
QPushButton:disabled {{ color: {FAINT}; }}
QPushButton#plain {{ border: 1px solid {LINE}; background: {CARD}; }}
QPushButton#plain:focus {{ border: 2px solid {ACCENT}; }}
QPushButton#quiet {{ color: {SECOND}; padding: 3px 6px; }}
QPushButton#quiet:focus {{ padding: 2px 5px; }}
QPushButton#slim {{ border: 1px solid {LINE}; background: {CARD}; padding: 8px 0; }}
QPushButton#slim:focus {{ border: 2px solid {ACCENT}; padding: 7px 0; }}
QPushButton#primary {{ background: {ACCENT}; color: white; font-weight: 600; padding: 8px 18px; }}
QPushButton#primary:hover {{ background: {DARKER}; }}
QPushButton#primary:disabled {{ background: {LINE}; color: {SECOND}; }}
QPushButton#primary:focus {{ border: 2px solid {INK}; padding: 7px 17px; }}
QPushButton#segment {{ border: 1px solid {LINE}; background: {CARD}; border-radius: 0;
    padding: 5px 8px; margin-left: -1px; }}
QPushButton#segment[end="left"] {{ border-top-left-radius: 4px; border-bottom-left-radius: 4px;
    margin-left: 0; }}
QPushButton#segment[end="right"] {{ border-top-right-radius: 4px;
    border-bottom-right-radius: 4px; }}
QPushButton#segment:checked {{ border: 1px solid {ACCENT}; background: {ACCENT_SOFT};
    color: {ACCENT}; font-weight: 600; }}
QPushButton#segment:focus {{ border: 2px solid {ACCENT}; padding: 4px 7px; }}
QPushButton#step {{ text-align: left; padding: 4px 8px; }}
QPushButton#step:focus {{ padding: 3px 7px; }}
QPushButton#choice {{ text-align: left; border: 1px solid {LINE}; background: {CARD};
    border-radius: 4px; padding: 16px; }}
QPushButton#choice:hover {{ background: {ACCENT_SOFT}; border-color: {ACCENT}; }}
QPushButton#choice:focus {{ border: 2px solid {ACCENT}; padding: 15px; }}
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {{ background: {CARD};
    border: 1px solid {LINE}; border-radius: 3px; padding: 5px 7px;
    selection-background-color: {ACCENT}; selection-color: white;
    placeholder-text-color: {SECOND}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
    border: 2px solid {ACCENT}; padding: 4px 6px; }}
QAbstractSpinBox {{ padding: 4px 22px 4px 7px; }}  /* as high as the other fields */
QAbstractSpinBox:focus {{ padding: 3px 21px 3px 6px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ subcontrol-origin: border;
    width: 20px; border: none; background: transparent; margin: 1px; }}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{
    background: {ACCENT_SOFT}; }}
QAbstractSpinBox::up-arrow {{ image: url("ICONS/up.png"); width: 9px; height: 9px; }}
QAbstractSpinBox::down-arrow {{ image: url("ICONS/down.png"); width: 9px; height: 9px; }}
QComboBox:editable QLineEdit, QAbstractSpinBox QLineEdit {{ border: none; padding: 0; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ background: {GROUND};
    color: {FAINT}; }}
QCheckBox, QRadioButton {{ border: 2px solid transparent; border-radius: 3px; padding: 2px;
    spacing: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {ACCENT}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 15px; height: 15px; }}
QLineEdit[carried="true"] {{ background: {CARRIED}; }}
QLineEdit[problem="true"], QLineEdit[refused="true"],
QPlainTextEdit[refused="true"] {{ border: 2px solid {ERROR}; background: {ERROR_SOFT};
    padding: 4px 6px; }}
QLineEdit[problem="true"]:focus, QLineEdit[refused="true"]:focus,
QPlainTextEdit[refused="true"]:focus {{ border-color: {ACCENT}; }}
QTabBar::tab {{ background: {CARD}; border: none; border-bottom: 3px solid transparent;
    padding: 9px 14px 7px 14px; }}
QTabBar::tab:selected {{ color: {ACCENT}; border-bottom: 3px solid {ACCENT}; font-weight: 600;
    background: {ACCENT_SOFT}; }}
QTabBar::tab:selected:focus {{ border: 2px solid {ACCENT}; padding: 7px 12px 8px 12px; }}
QTabBar QToolButton {{ background: {CARD}; border: 1px solid {LINE}; }}
QTabBar QToolButton:hover {{ background: {ACCENT_SOFT}; }}
QTabBar::scroller {{ width: 44px; }}
QTabBar::tear {{ width: 0; image: none; }}
QTabBar QToolButton::left-arrow {{ image: url("ICONS/left.png"); width: 12px; height: 12px; }}
QTabBar QToolButton::right-arrow {{ image: url("ICONS/right.png"); width: 12px; height: 12px; }}
QAbstractItemView {{ outline: none; }}  /* Fusion shades what has the focus */
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableView {{ background: {CARD}; border: 1px solid {LINE}; gridline-color: {LINE};
    selection-background-color: {CHOSEN}; selection-color: {INK}; }}
QHeaderView::section:horizontal {{ background: #eef2f6; border: none;
    border-right: 1px solid {LINE}; border-bottom: 1px solid {LINE};
    padding: 6px 4px; color: {SECOND}; }}
QComboBox {{ selection-background-color: {CHOSEN}; selection-color: {INK}; }}  /* in its list */
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("ICONS/down.png"); width: 12px; height: 12px; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: #c5cdd5; border-radius: 4px; min-height: 28px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: #c5cdd5; border-radius: 4px; min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0; }}
QToolBar QComboBox, QToolBar QLineEdit {{ padding: 1px 2px; }}
QListView {{ background: {CARD}; border: 2px solid transparent; outline: none; }}
QListView:focus {{ border-color: {ACCENT}; }}
QListView::item:selected {{ background: {CHOSEN}; color: {INK}; }}
QListView#files {{ border: 1px solid {LINE}; border-radius: 4px; padding: 1px; }}
QListView#files:focus {{ border: 2px solid {ACCENT}; padding: 0; }}
QListView#files::item {{ padding: 4px 6px; }}
QComboBox {{ combobox-popup: 0; }}  /* below the field, with a scroll bar, as in other programs */
QComboBox QListView, QComboBox QListView:focus {{ border: 1px solid {LINE}; }}
QComboBox QListView::item {{ min-height: 28px; padding: 0 6px; }}
QTreeView {{ background: {CARD}; border: 1px solid {LINE}; padding: 1px;
    show-decoration-selected: 1; }}
QTreeView:focus {{ border: 2px solid {ACCENT}; padding: 0; }}
QTextBrowser:focus {{ border: 2px solid {ACCENT}; padding: 7px 15px; }}
QTextBrowser {{ background: {CARD}; border: 1px solid {LINE}; padding: 8px 16px;
    selection-background-color: {ACCENT}; selection-color: white;
    placeholder-text-color: {SECOND}; }}
QTreeView::item {{ height: 32px; padding: 0 3px; }}
QTreeView QHeaderView::section:horizontal {{ padding: 6px; }}
QTreeView::indicator {{ width: 15px; height: 15px; }}
QTreeView::branch:selected {{ background: {CHOSEN}; }}
QTreeView::branch:has-children:closed {{ image: url("ICONS/right.png"); }}
QTreeView::branch:has-children:open {{ image: url("ICONS/down.png"); }}
QTreeView::item:selected {{ background: {CHOSEN}; color: {INK}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QStatusBar {{ background: {CARD}; border-top: 1px solid {LINE}; }}
QStatusBar QLabel {{ color: {SECOND}; padding: 0 6px; }}
QMenu {{ background: {CARD}; border: 1px solid {LINE}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 3px; }}
QMenu::item:selected {{ background: {CHOSEN}; color: {INK}; }}
QMenu::item:disabled {{ color: {FAINT}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 8px; }}
QProgressBar {{ background: {CARD}; border: 1px solid {LINE}; border-radius: 3px;
    text-align: center; }}
QProgressBar::chunk {{ background: {CHOSEN}; }}
QProgressBar#work::chunk {{ background: {ACCENT}; border-radius: 2px; }}
QToolTip {{ background: {CARD}; color: {INK}; border: 1px solid {LINE}; padding: 4px; }}
QSplitter::handle {{ background: {GROUND}; }}
"""
