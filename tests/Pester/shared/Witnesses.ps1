# What programs that know nothing of VethLab say about the kernel. `ip`, `nft`, `iptables` and the sysctl files are the witnesses.

# One text with all that a cmdlet could have changed: names, links, IPv4 and settled IPv6 addresses and routes, rules. Counters and
# what the kernel does by itself in time (link-local addresses that come up) are left out.
function Get-KernelState([string[]] $Namespace) {
    $see = 'ip -o link | sed "s/ state [A-Z]*//; s/NO-CARRIER,//; s/,LOWER_UP//; s/ qlen [0-9]*//"; ip -4 -o address; ip -6 -o address show scope global | sed "s/ tentative//"
        ip -4 route show table all; ip -6 route | grep -v ^fe80; cat /proc/sys/net/ipv4/ip_forward; nft --stateless list ruleset'
    $parts = @(ip netns list 2> $null | ForEach-Object { $_.Split(' ')[0] } | Sort-Object)
    # A file that is no namespace is in the list of names, and has nothing in it.
    foreach ($name in $Namespace) { $parts += ip netns exec $name sh -c $see 2> $null }
    $parts -join "`n"
}

# `ip -j …` in a namespace, as objects.
function Get-IPJson([string] $Namespace, [string[]] $Arguments) {
    $json = ip -n $Namespace -j @Arguments
    if ($json) { @($json | ConvertFrom-Json | ForEach-Object { $_ }) }
}

# The addresses of an interface, as `ip -j address` tells them. (Filtered lists of it have empty objects in between.)
function Get-IPAddressJson([string] $Namespace, [string] $Interface, [string[]] $Filter = @()) {
    @(Get-IPJson $Namespace (@('address', 'show', 'dev', $Interface) + $Filter) | ForEach-Object { $_.addr_info } | Where-Object { $_.local })
}

# `nft -j …` in a namespace: the objects of one kind, as rule or chain.
function Get-NftJson([string] $Namespace, [string] $Kind, [string] $What = 'ruleset') {
    @((ip netns exec $Namespace nft -j list $What.Split(' ') | ConvertFrom-Json).nftables | ForEach-Object { $_.$Kind } | Where-Object { $_ })
}

# Every readable value below /proc/sys/net of a namespace, one line each, without what is a count and no setting.
function Get-AllSysctls([string] $Namespace) {
    @(ip netns exec $Namespace sh -c 'find /proc/sys/net -type f -perm -400 ! -name "*conntrack_count" ! -name "*_key" ! -name "flush" | sort | xargs grep -s ""')
}

function Get-Sysctl([string] $Namespace, [string] $Key) { "$(ip netns exec $Namespace cat /proc/sys/net/$Key)" }

function Set-Sysctl([string] $Namespace, [string] $Key, [string] $Value) { ip netns exec $Namespace sh -c "echo $Value > /proc/sys/net/$Key" }

# Tries until a block says yes; whether it did within some seconds. For what the kernel does in its own time.
function Wait-Until([scriptblock] $Condition, [double] $Seconds = 5) {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { return $false }
        [System.Threading.Thread]::Sleep(20)
    }
    $true
}
