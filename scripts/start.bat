@echo off
rem Starts Lingzhi inside WSL 2: scripts\start.bat, with the options of npm start behind it.
rem PostgreSQL needs a file system with owners and modes, so the data is in the home folder of WSL unless DATA_DIR is set there.
chcp 65001 >nul
for %%i in ("%~dp0..") do set "ROOT=%%~fi"
where wsl.exe >nul 2>nul || goto missing
wsl.exe -e true >nul 2>nul || goto missing
wsl.exe --cd "%ROOT%" -e bash -lc "DATA_DIR=${DATA_DIR:-$HOME/lingzhi-data} npm start -- %*"
exit /b %errorlevel%

:missing
echo 灵值不直接在 Windows 上运行：请双击 scripts\start.bat，它在 WSL 2 里启动，没有 WSL 时先运行 wsl --install 并重启；或者用 docker compose up -d --build。 1>&2
echo Lingzhi does not run on Windows itself: start it with scripts\start.bat, which uses WSL 2 and takes wsl --install and a restart where there is none, or with docker compose up -d --build. 1>&2
pause
exit /b 1
