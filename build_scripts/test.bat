@echo off
rem Everything that must hold: format, lint, types, build, the built program's self-test, tests.
rem   test.bat           all of it
rem   test.bat --fast    without the build
setlocal DisableDelayedExpansion
call "%~dp0setup.bat" --dev
if errorlevel 1 exit /b %ERRORLEVEL%
"%SUANPAN_PYTHON%" "%SUANPAN_ROOT%\build_scripts\check.py" %*
exit /b %ERRORLEVEL%
