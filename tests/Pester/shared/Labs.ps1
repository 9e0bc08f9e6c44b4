# What tests of labs look at: everything that a lab could change here, and an internet to reach. Dot-source it in BeforeAll.
. "$PSScriptRoot/Errors.ps1"
. "$PSScriptRoot/Engines.ps1"
$examples = "$projectRoot/examples"

# Names, links, addresses, routes, rules and settings here, as text to compare; what the kernel does by itself in time is left out.
function Get-HereState {
    $see = 'ls /run/netns; ip -o link | sed "s/ state [A-Z]*//; s/NO-CARRIER,//; s/,LOWER_UP//"; ip -4 -o address; ip -6 -o address show scope global
        ip route show table all | grep -v fe80; nft --stateless list ruleset
        find /proc/sys/net -type f -perm -400 ! -name "*conntrack_count" ! -name "*_key" ! -name flush | sort | xargs grep -s ""'
    (& sh -c $see) -join "`n"
}

# A namespace that plays the machine, with an uplink to another that plays the internet: 114.114.114.114.
function New-Internet {
    $null = New-NetNamespace machine, internet
    $null = New-VethPair ens160 lan -Namespace machine -PeerNamespace internet -IPAddress 10.10.12.27/24 -PeerIPAddress 10.10.12.1/24 -Gateway 10.10.12.1
    $null = New-NetIPAddress 114.114.114.114/32 lo -Namespace internet
}

# Writes a file in the test's folder and returns its path.
function New-File([string] $Name, [string] $Text) {
    $path = "$TestDrive/$Name"
    [System.IO.File]::WriteAllText($path, $Text)
    $path
}
