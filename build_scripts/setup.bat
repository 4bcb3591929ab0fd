@echo off
rem Shared by run.bat and test.bat: makes .venv and installs the pinned packages ("--dev": the tools too).
rem Gives SUANPAN_ROOT and SUANPAN_PYTHON. ASCII only: cmd misreads UTF-8 batch files.
chcp 65001 >nul
for %%I in ("%~dp0..") do set "SUANPAN_ROOT=%%~fI"
set "SUANPAN_PYTHON=%SUANPAN_ROOT%\.venv\Scripts\python.exe"
set "PYTHONIOENCODING=utf-8"
set "SUANPAN_FITS=import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"

if exist "%SUANPAN_PYTHON%" "%SUANPAN_PYTHON%" -c "import pip; %SUANPAN_FITS%" >nul 2>nul && goto install

set "SUANPAN_FOUND="
py -3.11 -c "%SUANPAN_FITS%" >nul 2>nul && set "SUANPAN_FOUND=py -3.11"
if not defined SUANPAN_FOUND py -3 -c "%SUANPAN_FITS%" >nul 2>nul && set "SUANPAN_FOUND=py -3"
if not defined SUANPAN_FOUND python -c "%SUANPAN_FITS%" >nul 2>nul && set "SUANPAN_FOUND=python"
if not defined SUANPAN_FOUND (
  echo Python 3.11, 3.12 or 3.13 ^(64-bit^) is needed: install it for this user, then try again.
  exit /b 1
)
echo Creating .venv ...
%SUANPAN_FOUND% -m venv --clear "%SUANPAN_ROOT%\.venv"
if errorlevel 1 exit /b 1

:install
"%SUANPAN_PYTHON%" "%SUANPAN_ROOT%\build_scripts\install.py" %*
exit /b %ERRORLEVEL%
