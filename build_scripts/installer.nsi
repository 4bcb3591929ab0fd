; The Windows installer: for one person, without an administrator. Made by build_scripts/installer.py,
; which passes VERSION, SIZE (KB), SOURCE (the built folder), OUTPUT, HERE (where this script lies)
; and LISTS: a folder with install.nsh and uninstall.nsh, which name each file, so that removing never
; takes what is not ours.
Unicode true
!ifndef ARCH
  !define ARCH amd64-unicode ; the 32-bit stub does not start on every machine
!endif
Target ${ARCH}
!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "算盘"
!define PROGRAM "算盘.exe"
!define FOLDER "Suanpan"
!define CLASS "Suanpan.Package"
!define ENDING ".suanpan"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Suanpan"

Name "${NAME} ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\${FOLDER}"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
ManifestSupportedOS Win10
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "CompanyName" "Suanpan contributors"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT License"

!define MUI_ICON "${SOURCE}\_internal\resources\icons\suanpan.ico"
!define MUI_UNICON "${MUI_ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${HERE}\installer.bmp"
!define MUI_WELCOMEPAGE_TITLE "安装算盘 ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "只装给当前用户，不需要管理员，不联网。$\r$\n$\r$\n以前装过的，直接装在上面；填报的内容在另外的地方，不会改动。$\r$\n$\r$\n点“下一步”继续。"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE own_folder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "打开算盘"
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序。填报的内容和备份留着：$APPDATA\Suanpan"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A running program holds its files: writing over them would leave half of each version.
!macro NOT_RUNNING PREFIX
Function ${PREFIX}not_running
  again:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 close
  IfSilent 0 +3
  SetErrorLevel 3
  Abort "${NAME}正在运行，没有改动。"
  MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "${NAME}正在运行。请先关闭它的窗口（填的内容已经保存），再点“重试”。" IDRETRY again
  SetErrorLevel 3
  Quit
  close:
  FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro NOT_RUNNING ""
!insertmacro NOT_RUNNING "un."

; A folder that has other things in it gets one of its own for the program.
Function own_folder
  IfFileExists "$INSTDIR\${PROGRAM}" done
  FindFirst $0 $1 "$INSTDIR\*"
  StrCmp $0 "" done
  look:
  StrCmp $1 "" empty
  StrCmp $1 "." next
  StrCmp $1 ".." next
  FindClose $0
  StrCpy $INSTDIR "$INSTDIR\${FOLDER}"
  Goto done
  next:
  FindNext $0 $1
  Goto look
  empty:
  FindClose $0
  done:
FunctionEnd

Section
  Call own_folder
  Call not_running
  ; what an older version brought and this one does not: its own list says so
  IfFileExists "$INSTDIR\uninstall.exe" 0 fresh
  IfFileExists "$INSTDIR\${PROGRAM}" 0 fresh
  ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR'
  fresh:
  !include "${LISTS}\install.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\${PROGRAM}"
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "Software\Classes\${CLASS}" "" "算盘数据包"
  WriteRegStr HKCU "Software\Classes\${CLASS}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  WriteRegStr HKCU "Software\Classes\${CLASS}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  StrCmp $0 "" ours
  StrCmp $0 "${CLASS}" ours
  WriteRegStr HKCU "Software\Classes\${CLASS}" "Before" "$0" ; whose it was gets it back
  ours:
  WriteRegStr HKCU "Software\Classes\${ENDING}" "" "${CLASS}"
  WriteRegStr HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${CLASS}" ""

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Suanpan contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; the icons of packages
SectionEnd

Section Uninstall
  Call un.not_running
  !include "${LISTS}\uninstall.nsh"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  IfErrors 0 upgrading
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  ReadRegStr $1 HKCU "Software\Classes\${CLASS}" "Before"
  DeleteRegKey HKCU "Software\Classes\${CLASS}"
  ReadRegStr $0 HKCU "Software\Classes\${ENDING}" ""
  StrCmp $0 "${CLASS}" 0 others ; another program may have taken the ending over since
  DeleteRegValue HKCU "Software\Classes\${ENDING}" ""
  StrCmp $1 "" others
  WriteRegStr HKCU "Software\Classes\${ENDING}" "" "$1"
  others:
  DeleteRegValue HKCU "Software\Classes\${ENDING}\OpenWithProgids" "${CLASS}"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\${ENDING}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  upgrading:
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing of anybody else is left in it
SectionEnd
