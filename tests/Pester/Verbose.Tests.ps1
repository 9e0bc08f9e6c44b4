# The command lines that -Verbose and -WhatIf print are there to be learnt from and pasted. Here sh runs them in a second set of
# namespaces, and afterwards that must be as VethLab left the first, to the eyes of ip, nft, iptables and the sysctl files.
#
# The namespaces of the two sets have the same names, so that each line can be pasted as it is: each set has a mount namespace of its own with
# an empty /run/netns and an empty /etc/netns. The other set's is entered through a process that sleeps in it.
BeforeAll {
    if (-not (Get-Module VethLab)) { Import-Module "$PSScriptRoot/../../VethLab.psd1" }
    . $PSScriptRoot/shared/Errors.ps1
    . $PSScriptRoot/shared/Witnesses.ps1

    $madeFolder = -not [System.IO.Directory]::Exists('/etc/netns')
    if ($madeFolder) { & mkdir /etc/netns }
    & mount -t tmpfs tmpfs /etc/netns

    # What every part begins with, in both sets, made with ip alone.
    $beginning = @'
set -e
ip netns add lab; ip netns add ns01
ip -n lab link set lo up
ip -n lab link add br01 address 02:00:00:00:00:b1 type bridge
ip -n lab link set br01 addrgenmode none
ip -n lab link add eth0 address 02:00:00:00:00:e0 type veth peer name eth1 address 02:00:00:00:00:e1
ip -n lab link set eth0 up addrgenmode none
ip -n lab link set eth1 up addrgenmode none
ip -n lab address add 10.0.0.1/24 broadcast + dev eth0
ip -n lab address add fd00::1/64 nodad dev eth0
'@

    # The second set: a process in mount and network namespaces of its own. Its network namespace is "here" for the lines.
    function Start-Twin {
        $start = [System.Diagnostics.ProcessStartInfo]::new('unshare')
        foreach ($word in '--net', '--mount', 'sh', '-c', 'ip link set lo up; mount -t tmpfs tmpfs /run/netns && mount -t tmpfs tmpfs /etc/netns && echo ready; read end') { $start.ArgumentList.Add($word) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $process = [System.Diagnostics.Process]::Start($start)
        if ($process.StandardOutput.ReadLine() -ne 'ready') { throw 'The second set of namespaces cannot be made.' }
        $process
    }
    function Stop-Twin([System.Diagnostics.Process] $Process) {
        $Process.StandardInput.Close()
        $Process.WaitForExit()
        $Process.Dispose()
    }
    # Runs a script in the first set, which is where this process is, or in the second.
    function Invoke-Sh([string] $Script, [switch] $InTwin) {
        $output = if ($InTwin) { & nsenter "--target=$($twin.Id)" --net --mount sh -c $Script 2>&1 } else { & sh -c $Script 2>&1 }
        if ($LASTEXITCODE -ne 0) { throw "sh ended with $LASTEXITCODE in '$Script': $($output -join "`n")" }
        $output
    }

    # Objects as lines, without what differs between two equal networks: indexes, handles, counters, times, random MAC addresses.
    function Get-Lines($Value, [string] $Path = '') {
        if ($null -eq $Value) { return }
        if ($Value -is [string] -or $Value -is [ValueType]) { return "$Path=$Value" }
        if ($Value -is [System.Collections.IEnumerable]) { foreach ($item in $Value) { Get-Lines $item "$Path[]" }; return }
        foreach ($property in $Value.PSObject.Properties) {
            if ($property.Name -in 'ifindex', 'link_index', 'link_netnsid', 'handle', 'packets', 'bytes', 'valid_life_time', 'preferred_life_time', 'metainfo', 'operstate',
                'gc_timer', 'hello_timer', 'tcn_timer', 'topology_change_timer', 'cacheinfo', 'stats', 'stats64', 'bridge_id', 'root_id', 'designated_bridge', 'designated_root',
                'confirmed', 'updated', 'used', 'refcnt', 'probes', 'flags', 'message_age_timer', 'hold_timer', 'forward_delay_timer', 'numtxqueues', 'numrxqueues', 'port', 'id', 'no') { continue }
            Get-Lines $property.Value "$Path.$($property.Name)"
        }
    }
    # Tells all of a set: a line "@@ NAMESPACE WITNESS" before what each witness says. One script, since a process a question is slow.
    $witnesses = @'
cd /run/netns
for name in *; do
    for what in '-d -j link' '-j address' '-j -4 route show table all' '-j -6 route show table all' '-j neighbour'; do
        echo "@@ $name ip $what"; ip -n "$name" $what
    done
    ip netns exec "$name" sh -c '
        echo "@@ $0 nft"; nft -j list ruleset
        for program in iptables ip6tables; do
            echo "@@ $0 $program"; nft list tables | grep -q "${program%tables} filter\|ip6 filter" && $program -S
        done
        echo "@@ $0 sysctl"; cd /proc/sys/net; grep "" ipv4/ip_forward ipv4/conf/*/forwarding ipv4/conf/*/accept_redirects ipv6/conf/all/forwarding' "$name"
done
echo "@@ - /etc/netns"; cd /etc/netns; find . | sort; cat ./*/resolv.conf 2> /dev/null | grep -v "^# Made by VethLab" || true
'@
    # The whole state of a set as sorted lines.
    function Get-SetState([switch] $InTwin, [switch] $KeepMac) {
        $place = ''
        $lines = foreach ($text in Invoke-Sh $witnesses -InTwin:$InTwin) {
            if ($text.StartsWith('@@ ')) { $place = $text; $place; continue }
            if ($text -notmatch '^[[{]') { "$place $text"; continue }
            foreach ($item in $text | ConvertFrom-Json | ForEach-Object { $_ }) {
                $what = "$place $($item.ifname)$($item.dst)"
                if ($item.flags -and $item.ifname) { "$what up=$($item.flags -contains 'UP')" }
                Get-Lines $item $what
            }
        }
        if (-not $KeepMac) { $lines = $lines -replace '([0-9a-f]{2}:){5}[0-9a-f]{2}', 'MAC' }
        # Link-local IPv6 addresses and their routes follow from random MAC addresses. How a comment is kept in a rule of iptables differs with
        # its version; iptables itself tells them the same way.
        @($lines | Where-Object { $_ -notmatch 'fe80:|ff00:|pref=medium|\.expr\[\]\.xt\.|\.rule\.comment=vethlab br' } | Sort-Object)
    }

    # The command lines among the messages.
    function Select-CommandLine([Parameter(ValueFromPipeline)] [string] $Line) {
        process { if ($Line -match '^(ip|nft|sysctl|iptables|ip6tables|rm|mkdir|bridge|nsenter) ') { $Line } }
    }

    # Does it by VethLab in the first set and by its own words in the second, and compares.
    function Assert-SameByWords([scriptblock] $Block, [string] $Preparation, [int] $AtLeast = 1, [switch] $KeepMac) {
        foreach ($inTwin in $false, $true) { $null = Invoke-Sh "$beginning`n$Preparation" -InTwin:$inTwin }
        $start = Get-SetState -KeepMac:$KeepMac
        $VerbosePreference = 'Continue'
        $lines = @(& $Block 4>&1 3> $null | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | ForEach-Object { "$_" } | Select-CommandLine)
        $VerbosePreference = 'SilentlyContinue'
        $lines.Count | Should -BeGreaterThan ($AtLeast - 1) -Because "each effect has its line: $($lines -join '; ')"
        $mine = Get-SetState -KeepMac:$KeepMac
        Compare-Object $start $mine | Should -Not -BeNullOrEmpty -Because 'something must have been done'
        $null = Invoke-Sh (@('set -e') + $lines -join "`n") -InTwin
        $theirs = Get-SetState -InTwin -KeepMac:$KeepMac
        $differences = Compare-Object $mine $theirs | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" }
        $differences | Should -BeNullOrEmpty -Because "these were run: $($lines -join '; ')"
    }
    function Remove-Set {
        $script = 'cd /run/netns; for name in *; do [ ! -e "$name" ] || ip netns delete "$name"; done; rm -rf /etc/netns/*'
        foreach ($inTwin in $false, $true) { $null = Invoke-Sh $script -InTwin:$inTwin }
    }
}

AfterAll {
    & umount /etc/netns
    if ($madeFolder) { & rmdir /etc/netns }
}

Describe 'The lines of -Verbose' {
    BeforeAll { $script:twin = Start-Twin }
    AfterEach { Remove-Set }
    AfterAll { Stop-Twin $twin }

    It 'make what <What> makes' -ForEach @(
        @{ What = 'New-NetNamespace'; Block = { New-NetNamespace ns02 } }
        @{ What = 'New-NetNamespace -Down'; Block = { New-NetNamespace ns02 -Down } }
        @{ What = 'New-NetNamespace -DnsServer'; Block = { New-NetNamespace "ns 'two'" -DnsServer 10.0.0.53, fd00::53 -DnsSearch corp.example, example }; AtLeast = 2 }
        @{ What = 'New-NetNamespace where name servers were left'; Preparation = 'mkdir -p /etc/netns/ns02; echo "# Made by VethLab for /run/netns 0:0, boot 00000000;" > /etc/netns/ns02/resolv.conf'; Block = { New-NetNamespace ns02 }; AtLeast = 2 }
        @{ What = 'Remove-NetNamespace with name servers'; Preparation = 'mkdir -p /etc/netns/ns01; echo "# Made by VethLab for /run/netns 0:0, boot 00000000;" > /etc/netns/ns01/resolv.conf'; Block = { Remove-NetNamespace ns01 }; AtLeast = 2 }
        @{ What = 'Remove-NetNamespace'; Block = { Remove-NetNamespace ns01 } }
        @{ What = 'New-NetBridge'; Block = { New-NetBridge br02 -Namespace lab } }
        @{ What = 'New-NetBridge with everything'; Block = { New-NetBridge br02 -IPAddress 192.168.88.1/24, fd88::1/64 -MacAddress 02:00:00:00:00:b2 -Mtu 1400 -Stp -Namespace lab }; KeepMac = $true }
        @{ What = 'New-NetBridge -Down with IPv4 alone'; Block = { New-NetBridge br02 -IPAddress 192.168.88.1/24 -Down -Namespace lab } }
        @{ What = 'Remove-NetBridge'; Block = { Remove-NetBridge br01 -Namespace lab } }
        @{ What = 'New-VethPair across namespaces'; Block = { New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 } }
        @{ What = 'New-VethPair with everything'; Block = { New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24, fd88::11/64 -PeerIPAddress 192.168.88.1/24, fd88::1/64 -Gateway fd88::1 -Mtu 1400 -MacAddress 02:00:00:00:00:11 -PeerMacAddress 02:00:00:00:00:12 }; KeepMac = $true }
        @{ What = 'New-VethPair inside one namespace'; Block = { New-VethPair v1 w1 -Namespace lab -PeerNamespace lab -Down } }
        @{ What = 'Remove-VethPair'; Block = { Remove-VethPair eth1 -Namespace lab } }
        @{ What = 'Remove-NetInterface'; Block = { Remove-NetInterface eth0 -Namespace lab } }
        @{ What = 'Add-VethToBridge'; Block = { Add-VethToBridge br01 eth1 -Namespace lab }; KeepMac = $true }
        @{ What = 'Remove-VethFromBridge'; Preparation = 'ip -n lab link set eth1 master br01'; Block = { Remove-VethFromBridge eth1 -Namespace lab }; KeepMac = $true }
        @{ What = 'Set-NetInterface'; Block = { Set-NetInterface eth1 -Mtu 1300 -MacAddress 02:00:00:00:00:77 -Alias "it's a link" -Down -Namespace lab }; KeepMac = $true }
        @{ What = 'Set-NetInterface -Up'; Block = { Set-NetInterface br01 -Up -Namespace lab } }
        @{ What = 'Set-NetInterface, renaming'; Block = { Set-NetInterface br01 -NewName 'a&b;c' -Up -Namespace lab } }
        @{ What = 'Set-NetInterface, moving'; Block = { Set-NetInterface eth1 -TargetNamespace ns01 -Up -Namespace lab }; KeepMac = $true }
        @{ What = 'Set-NetInterface, moving under another name'; Preparation = 'ip -n lab link set eth1 down'; Block = { Set-NetInterface eth1 -NewName uplink -TargetNamespace ns01 -Namespace lab }; KeepMac = $true }
        @{ What = 'Set-NetInterface, removing the alias'; Preparation = 'ip -n lab link set eth1 alias "a word"'; Block = { Set-NetInterface eth1 -Alias '' -Namespace lab } }
        @{ What = 'Set-NetBridge'; Block = { Set-NetBridge br01 -Stp $true -ForwardDelaySeconds 4.5 -AgeingTimeSeconds 60 -MulticastSnooping $false -Mtu 1400 -MacAddress 02:00:00:00:00:b7 -Namespace lab }; KeepMac = $true; AtLeast = 6 }
        @{ What = 'New-NetIPAddress'; Block = { New-NetIPAddress 10.1.0.1/16, 10.1.0.2/32, fd01::1/64 eth1 -Namespace lab }; AtLeast = 3 }
        @{ What = 'Remove-NetIPAddress'; Block = { Remove-NetIPAddress 10.0.0.1/24, fd00::1/64 eth0 -Namespace lab }; AtLeast = 2 }
        @{ What = 'Remove-NetIPAddress with a peer'; Preparation = 'ip -n lab address add 10.7.0.1 peer 10.7.0.2/32 dev eth1'; Block = { Get-NetIPAddress 10.7.0.1 -Namespace lab | Remove-NetIPAddress } }
        @{ What = 'New-NetRoute'; Block = { New-NetRoute default 10.0.0.254 -Namespace lab; New-NetRoute 10.8.0.0/16 -Interface eth0 -Namespace lab; New-NetRoute default fd00::fe -Namespace lab }; AtLeast = 3 }
        @{ What = 'New-NetRoute with type, table, source and metric'; AtLeast = 4; Block = {
                New-NetRoute 10.9.0.0/16 -Type Blackhole -RouteMetric 5 -Namespace lab
                New-NetRoute fd09::/48 -Type Unreachable -Namespace lab
                New-NetRoute 10.8.0.0/16 10.0.0.254 -InterfaceAlias eth0 -Source 10.0.0.1 -Table 100 -RouteMetric 7 -Namespace lab
                New-NetRoute fd08::/48 fd00::fe -Source fd00::1 -Table 70000 -Namespace lab
            } }
        @{ What = 'Remove-NetRoute'; AtLeast = 4; Preparation = @'
ip -n lab route add default via 10.0.0.254
ip -n lab route add blackhole 10.9.0.0/16 table 100 metric 5
ip -n lab route add 10.8.0.0/16 via 10.0.0.253 src 10.0.0.1 metric 20
ip -n lab route add 10.8.0.0/16 via 10.0.0.254 metric 10
ip -n lab -6 route add fd09::/48 via fd00::fe src fd00::1
'@; Block = {
                Remove-NetRoute default -Namespace lab
                Get-NetRoute -Table 100 -Namespace lab | Remove-NetRoute
                Remove-NetRoute 10.8.0.0/16 10.0.0.253 -Namespace lab
                Remove-NetRoute fd09::/48 -Namespace lab
            } }
        @{ What = 'New-NetNeighbor'; Block = { New-NetNeighbor 10.0.0.9 02:00:00:00:00:99 eth0 -Namespace lab; New-NetNeighbor fd00::9 02:00:00:00:00:99 eth0 -Namespace lab }; KeepMac = $true; AtLeast = 2 }
        @{ What = 'Remove-NetNeighbor'; Preparation = 'ip -n lab neighbour add 10.0.0.9 lladdr 02:00:00:00:00:99 dev eth0'; Block = { Remove-NetNeighbor 10.0.0.9 eth0 -Namespace lab } }
        @{ What = 'Enable-Masquerade'; Preparation = 'ip -n lab address add 192.168.88.1/24 dev br01'; Block = { Enable-Masquerade br01 -Namespace lab; Enable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab } }
        @{ What = 'Enable-Masquerade where redirects are off'; Preparation = 'ip netns exec lab sysctl -qw net/ipv4/conf/all/accept_redirects=0 net/ipv4/conf/eth0/forwarding=1'; Block = { Enable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab } }
        @{ What = 'Enable- and Disable-NetForwarding'; Block = { Enable-NetForwarding -Namespace lab } }
        @{ What = 'Enable-NetForwarding -Bridge'; Preparation = 'ip netns exec lab iptables -P FORWARD DROP; ip netns exec lab ip6tables -P FORWARD DROP'; Block = { Enable-NetForwarding br01 -Namespace lab }; AtLeast = 4 }
        @{ What = 'Enable-NetForwarding -Bridge with Docker''s chain'; Preparation = 'ip netns exec lab iptables -P FORWARD DROP; ip netns exec lab iptables -N DOCKER-USER; ip netns exec lab iptables -A FORWARD -j DOCKER-USER'; Block = { Enable-NetForwarding br01 -Namespace lab }; AtLeast = 3 }
        @{ What = 'Disable-NetForwarding where it was on before'; Preparation = 'ip netns exec lab sysctl -qw net/ipv4/ip_forward=1'; Block = { Disable-NetForwarding -Namespace lab } }
    ) {
        Assert-SameByWords $Block $Preparation $(if ($AtLeast) { $AtLeast } else { 1 }) -KeepMac:([bool]$KeepMac)
    }

    It 'take back what <What> takes back' -ForEach @(
        @{ What = 'Disable-Masquerade, one of two'; Make = { Enable-Masquerade -Subnet 10.5.0.0/16, 10.6.0.0/16 -Namespace lab }; Block = { Disable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab } }
        @{ What = 'Disable-Masquerade, the last'; Make = { Enable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab }; Block = { Disable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab } }
        @{ What = 'Disable-NetForwarding'; Make = { Enable-NetForwarding -Namespace lab }; Block = { Disable-NetForwarding -Namespace lab } }
        @{ What = 'Disable-NetForwarding -Bridge'; Preparation = 'ip netns exec lab iptables -P FORWARD DROP'; Make = { Enable-NetForwarding br01 -Namespace lab }; Block = { Disable-NetForwarding br01 -Namespace lab } }
        @{ What = 'Disable-NetForwarding -Bridge while a masquerade lasts'; Preparation = 'ip netns exec lab iptables -P FORWARD DROP'; Make = { Enable-NetForwarding br01 -Namespace lab; Enable-Masquerade -Subnet 10.5.0.0/16 -Namespace lab }; Block = { Disable-NetForwarding br01 -Namespace lab } }
    ) {
        foreach ($inTwin in $false, $true) { $null = Invoke-Sh "$beginning`n$Preparation" -InTwin:$inTwin }
        $VerbosePreference = 'Continue'
        $made = @(& $Make 4>&1 3> $null | ForEach-Object { "$_" } | Select-CommandLine)
        # The second set is made by the words too, so that its handles are the same.
        $null = Invoke-Sh (@('set -e') + $made -join "`n") -InTwin
        $lines = @(& $Block 4>&1 3> $null | ForEach-Object { "$_" } | Select-CommandLine)
        $lines | Should -Not -BeNullOrEmpty
        $null = Invoke-Sh (@('set -e') + $lines -join "`n") -InTwin
        Compare-Object (Get-SetState) (Get-SetState -InTwin) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } |
            Should -BeNullOrEmpty -Because "these were run: $($lines -join '; ')"
    }
}

Describe 'The lines of -WhatIf' {
    BeforeAll { $script:twin = Start-Twin }
    AfterEach { Remove-Set }
    AfterAll { Stop-Twin $twin }

    It 'make the tutorial''s network, pasted in order' {
        $build = {
            New-NetNamespace ns02 @args
            New-NetBridge br02 -IPAddress 192.168.88.1/24 -MacAddress 02:00:00:00:00:b2 -Namespace lab @args
            New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab -IPAddress 192.168.88.11/24 -Gateway 192.168.88.1 @args
            Set-NetBridge br01 -Stp $true -Namespace lab @args
            Enable-Masquerade -Subnet 192.168.88.0/24 -Namespace lab @args
        }
        foreach ($inTwin in $false, $true) { $null = Invoke-Sh $beginning -InTwin:$inTwin }
        $before = Get-SetState
        # What -WhatIf says goes to the host, so it is another process's output.
        . $PSScriptRoot/shared/Engines.ps1
        $process = Start-Words (Get-ShellWords ($build.ToString() -replace '@args', '-WhatIf'))
        $text = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        Get-SetState | Should -Be $before -Because '-WhatIf changes nothing'
        $lines = @($text.Split("`n") -replace '^What if: ' | Select-CommandLine)
        $null = . $build 3> $null
        $null = Invoke-Sh (@('set -e') + $lines -join "`n") -InTwin
        Compare-Object (Get-SetState) (Get-SetState -InTwin) | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } |
            Should -BeNullOrEmpty -Because "these were run: $($lines -join '; ')"
    }
}
