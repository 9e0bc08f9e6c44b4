# Installs the tools that tests compare VethLab with, where they are missing.
$packageOf = [ordered]@{ ip = 'iproute2'; ping = 'iputils-ping'; nft = 'nftables'; iptables = 'iptables'; brctl = 'bridge-utils'; tcpdump = 'tcpdump'; tshark = 'tshark'; strace = 'strace'; dot = 'graphviz' }
$folders = $env:PATH.Split(':') + '/usr/local/sbin', '/usr/sbin', '/sbin'
$missing = @(foreach ($tool in $packageOf.Keys) {
    if (-not ($folders | Where-Object { [System.IO.File]::Exists("$_/$tool") })) { $packageOf[$tool] }
})
if (-not $missing) { return }

if (-not (Get-Command apt-get -CommandType Application -ErrorAction Ignore)) {
    throw "-Bootstrap needs apt-get. Install these by other means: $($missing -join ', ')."
}
if (-not [System.Environment]::IsPrivilegedProcess) {
    throw "-Bootstrap must run as root to install $($missing -join ', ')."
}
$Host.UI.WriteLine("Installing $($missing -join ', ')")
$env:DEBIAN_FRONTEND = 'noninteractive'
# A package list that could not be brought up to date may still be good enough; the installation decides.
$null = & apt-get update -qq 2>&1
$output = & apt-get install -qq -y --no-install-recommends $missing 2>&1
if ($LASTEXITCODE -ne 0) {
    foreach ($line in $output) { $Host.UI.WriteLine("$line") }
    throw "apt-get could not install $($missing -join ', ')."
}
