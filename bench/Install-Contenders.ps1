# Installs what benchmarks compare VethLab with, from Debian's packages, where it is missing. Needs root.
$packages = [ordered]@{
    'gcc'                                  = '/usr/bin/gcc'
    'libc6-dev'                            = '/usr/include/stdio.h'
    'linux-libc-dev'                       = '/usr/include/linux/rtnetlink.h'
    'iproute2'                             = '/usr/bin/ip', '/sbin/ip'
    'iputils-ping'                         = '/usr/bin/ping', '/bin/ping'
    'golang-go'                            = '/usr/bin/go'
    'golang-github-vishvananda-netlink-dev' = '/usr/share/gocode/src/github.com/vishvananda/netlink'
    'python3-pyroute2'                     = '/usr/lib/python3/dist-packages/pyroute2'
    'mininet'                              = '/usr/bin/mn'
    'tcpdump'                              = '/usr/bin/tcpdump', '/usr/sbin/tcpdump'
}
$missing = @($packages.Keys | Where-Object { -not ($packages[$_] | Where-Object { [System.IO.Path]::Exists($_) }) })
if (-not $missing) { return }
$Host.UI.WriteLine("Installing $($missing -join ', ')")
$env:DEBIAN_FRONTEND = 'noninteractive'
# A package list that could not be brought up to date may still be good enough; the installation decides.
$null = & apt-get update -qq 2>&1
$output = & apt-get install -qq -y --no-install-recommends $missing 2>&1
if ($LASTEXITCODE -ne 0) {
    foreach ($line in $output) { $Host.UI.WriteLine("$line") }
    throw "apt-get could not install $($missing -join ', ')."
}
