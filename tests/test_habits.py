"""The habits of Excel and WPS that a clerk brings along, each with the tests that hold it.

A point whose test is renamed or gone is a point that nobody holds any more.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HABITS = {
    "type replaces, F2 edits, Esc, Del; arrows commit when typing over": """
        ui/test_grid.py: test_typing_replaces_f2_edits_escape_leaves_delete_clears
        ui/test_typing.py: test_an_arrow_takes_what_is_typed_over_a_cell_and_goes_on
        ui/test_typing.py: test_after_f2_the_arrows_move_in_the_text
        ui/test_typing.py: test_escape_brings_back_what_stood_there_in_both_modes
        ui/test_typing.py: test_backspace_opens_an_empty_editor_and_delete_clears_the_selection
    """,
    "Enter, Tab, Shift; back to the first column; locked cells are skipped": """
        ui/test_grid.py: test_enter_goes_down_tab_goes_right_and_locked_cells_are_skipped
        ui/test_grid.py: test_a_project_from_field_to_field_by_tab_alone
        ui/test_typing.py: test_shift_reverses_enter_and_tab_out_of_an_open_editor
    """,
    "blocks both ways with Excel and WPS, repeated, refused cells listed, one step": """
        ui/test_grid.py: test_a_block_from_excel_in_one_step_with_refused_cells_said
        ui/test_clipboard.py: test_a_copied_block_is_read_as_it_was_written
        ui/test_clipboard.py: test_a_block_repeats_in_a_selection_that_is_a_multiple_of_it
        ui/test_clipboard.py: test_cut_and_paste_moves_in_two_steps
        ui/test_clipboard.py: test_what_is_refused_is_listed_beside_the_work
    """,
    "fill, undo, find, select all, zoom, F1, no surprises from F4 and F5": """
        ui/test_fill.py: test_control_d_fills_down_and_is_one_step
        ui/test_fill.py: test_control_r_fills_right_and_locked_cells_are_counted
        ui/test_fill.py: test_the_square_fills_down_right_and_up
        ui/test_many_steps.py: test_a_hundred_and_twenty_steps_back_and_forth
        ui/test_find.py: test_next_and_previous_by_enter_and_f3_round_and_round
        ui/test_find.py: test_all_pages_tables_and_forms
        ui/test_grid_view.py: test_all_cells_a_row_and_then_more_rows
        ui/test_grid_view.py: test_keys_lead_through_a_ledger_as_in_excel
        ui/test_grid_view.py: test_wheel_and_keys_zoom_all_grids_and_it_is_remembered
        ui/test_explain.py: test_f1_explains_the_cell_follows_the_cursor_and_folds
        ui/test_grid_view.py: test_function_keys_do_nothing_in_a_grid
    """,
    "calculations, full-width digits, 万, %; blank, 0.00, red negatives": """
        ui/test_typing.py: test_a_figure_is_kept_as_typed_and_shown_as_a_number
        ui/test_typing.py: test_a_blank_cell_shows_nothing
        ui/test_typing.py: test_the_number_goes_out_and_not_the_calculation
        ui/test_clipboard.py: test_numbers_as_excel_formats_them_are_taken
    """,
    "frozen heads, widths kept, rows grow, 计数/求和/平均, why a cell is locked": """
        ui/test_grid_view.py: test_a_width_drawn_by_hand_is_there_after_a_restart
        ui/test_grid_view.py: test_frozen_columns_follow_a_width
        ui/test_grid_view.py: test_a_row_is_as_high_as_the_long_text_in_it
        ui/test_grid_view.py: test_the_status_bar_counts_what_is_selected
        ui/test_typing.py: test_every_cell_that_cannot_be_typed_in_says_why
    """,
    "colours with a legend, never colour alone": """
        ui/test_contrast.py: test_text_on_its_ground
        ui/test_contrast.py: test_frames_stand_out
        ui/test_grid_view.py: test_the_legend_folds_away_where_there_is_no_room
        ui/test_money_view.py: test_a_blank_cell_of_last_year_is_white_and_tab_stops_there
    """,
    "the menu: clipboard, rows, 批注, 口径, 来源, 审核": """
        ui/test_menu.py: test_the_keyboard_opens_it_at_the_cell_with_all_keys
        ui/test_menu.py: test_what_cannot_be_done_is_grey_and_says_why
        ui/test_menu.py: test_asking_lines_lead_where_they_say
        ui/test_remarks.py: test_shift_f2_writes_it_a_corner_shows_it_one_step_takes_it_back
        ui/test_trace.py: test_ctrl_bracket_opens_the_tree_enter_jumps_alt_left_returns
        ui/test_explain.py: test_every_cell_of_every_scheme_explains_itself
    """,
    "元/万元 changes the screen alone": """
        ui/test_money_view.py: test_looking_changes_nothing_in_the_file
        ui/test_money_view.py: test_typing_means_the_unit_of_the_column
        ui/test_money_view.py: test_editing_starts_from_every_digit_and_esc_or_enter_store_nothing
    """,
    "last year beside this year, change, filter": """
        ui/test_money_view.py: test_three_publics_beside_last_year
        ui/test_money_view.py: test_projects_beside_last_year_are_filtered
    """,
    "findings below: level, place, sentence, difference; jump; green when mended": """
        ui/test_findings_panel.py: test_it_lists_this_page_and_a_mended_one_turns_green
        ui/test_findings_panel.py: test_double_click_and_enter_jump
        ui/test_findings_panel.py: test_f8_walks_through_all_of_them_and_back
    """,
    "every edit is saved; 备份 and 恢复; a stick or a share is warned of": """
        ui/test_clerk.py: test_a_cell_still_open_when_the_window_closes_is_stored
        ui/test_kill_window.py: *
        ui/test_units.py: test_a_backup_goes_where_it_is_wanted_with_the_evidence
        ui/test_units.py: test_the_whole_file_is_put_back
        ui/test_place_warning.py: test_it_stands_above_the_list_until_it_is_read
    """,
    "the preview of the real form; settings by form; 套打": """
        ui/test_preview.py: test_the_first_page_is_there_at_once_and_can_be_read
        ui/test_preview.py: test_settings_are_kept_for_this_kind_of_form_only
        ui/test_preview.py: test_what_would_be_cut_is_said_and_is_gone_when_mended
        paper/test_placing.py: *
    """,
    ".xlsx in and out, .xls in, PDF, evidence, the place of the seal": """
        exchange/test_old_files.py: *
        test_handover_evidence.py: *
        paper/test_seal.py: *
        ui/test_clerk.py: test_types_a_project_from_empty_to_printed
    """,
    "100-200 %, 1366 × 768 and less": """
        ui/test_look.py: test_every_page_fits
        ui/test_look.py: test_every_dialog_fits
        ui/test_preview.py: test_nothing_is_cut_off_at_1366_by_768
    """,
}


@cache
def names(file: str) -> frozenset[str]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return frozenset(
        one.name
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    )


@pytest.mark.parametrize("habit", HABITS)
def test_somebody_holds_it(habit: str) -> None:
    lines = [line.strip() for line in HABITS[habit].strip().splitlines()]
    assert len(lines) >= 2
    for line in lines:
        file, _, wanted = line.partition(": ")
        assert names(file), file
        assert wanted == "*" or wanted in names(file), line
