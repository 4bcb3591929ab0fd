@echo off
rem Start Suanpan from its source: sets up what is missing, then opens the window,
rem or does one job without a window when a verb is given (run.bat --help lists them).
setlocal DisableDelayedExpansion
call "%~dp0setup.bat"
if errorlevel 1 goto failed
set "PYTHONPATH=%SUANPAN_ROOT%"
"%SUANPAN_PYTHON%" -P -m app %*
if errorlevel 1 goto failed
exit /b 0

:failed
set "SUANPAN_CODE=%ERRORLEVEL%"
rem without arguments it was probably double-clicked: keep the message on screen
if "%~1"=="" pause
exit /b %SUANPAN_CODE%
