# Where the kernel says in words why it refuses (extended acknowledgements), VethLab says the same words as ip: "Error: TEXT."
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
    & ip netns add lab
    & ip netns add lab02
    @'
link set lo up
link add br01 type bridge
link add br02 type bridge
link add v0 up type veth peer name v1
link set v1 up
link add idle type ifb
link add off type ifb
address add 10.0.0.1/24 broadcast + dev v0
address add 10.5.0.1/24 dev idle
'@ | & ip -n lab -batch -
    if ($LASTEXITCODE -ne 0) { throw 'ip failed' }
    & ip netns exec lab sh -c 'echo 1 > /proc/sys/net/ipv6/conf/off/disable_ipv6'

    # What ip says of the kernel's words; ip ends them with a stop.
    function Get-IPRefusal([string[]] $Words) {
        # Every line is an error of its own for PowerShell.
        $text = (& ip -n lab @Words 2>&1 | ForEach-Object { "$_" }) -join "`n"
        if ($LASTEXITCODE -eq 0) { throw "ip $Words did not fail" }
        if ($text -cmatch '(?m)^Error: (.*?)\.?$') { $Matches[1] } else { throw "ip $Words said no words of the kernel: $text" }
    }
}

AfterAll { Remove-NamespacesExcept $others }

Describe 'The kernel''s own words' {
    It 'are told: <Do>' -ForEach @(
        @{ Do = { Add-VethToBridge br01 br02 }; IP = 'link set br02 master br01' }
        @{ Do = { Set-NetInterface br02 -TargetNamespace lab02 }; IP = 'link set br02 netns lab02' }
        @{ Do = { New-NetIPAddress ff02::5/64 v0 }; IP = 'address add ff02::5/64 dev v0' }
        @{ Do = { New-NetIPAddress ::/64 v0 }; IP = 'address add ::/64 dev v0' }
        @{ Do = { New-NetIPAddress ::1/128 v0 }; IP = 'address add ::1/128 dev v0' }
        @{ Do = { New-NetIPAddress fd00::1/64 off }; IP = 'address add fd00::1/64 dev off' }
        @{ Do = { New-NetRoute 10.8.0.0/16 172.16.0.1 }; IP = 'route add 10.8.0.0/16 via 172.16.0.1' }
        @{ Do = { New-NetRoute 10.8.0.0/16 10.0.0.255 }; IP = 'route add 10.8.0.0/16 via 10.0.0.255' }
        @{ Do = { New-NetRoute 10.8.0.0/16 10.5.0.9 }; IP = 'route add 10.8.0.0/16 via 10.5.0.9' }
        @{ Do = { New-NetRoute 10.8.0.0/16 -InterfaceAlias idle }; IP = 'route add 10.8.0.0/16 dev idle' }
        @{ Do = { New-NetRoute 10.8.0.0/16 10.0.0.9 -Source 1.2.3.4 }; IP = 'route add 10.8.0.0/16 via 10.0.0.9 src 1.2.3.4' }
        @{ Do = { New-NetRoute fd09::/16 fe80::1 }; IP = 'route add fd09::/16 via fe80::1' }
        @{ Do = { New-NetRoute fd09::/16 -InterfaceAlias v0 -Source fd33::1 }; IP = 'route add fd09::/16 dev v0 src fd33::1' }
        @{ Do = { New-NetRoute fd09::/16 -InterfaceAlias idle }; IP = 'route add fd09::/16 dev idle' }
    ) {
        $words = Get-IPRefusal $IP.Split(' ')
        $words | Should -Match '\w \w'
        $refusal = @(Invoke-NetNamespace lab { Get-ErrorsOf $Do })
        $refusal | Should -HaveCount 1
        $refusal[0].Exception.KernelMessage | Should -BeExactly $words
        $refusal[0].Exception.Message.Contains($words) | Should -BeTrue -Because "it said: $($refusal[0])"
        "$($refusal[0].Exception.InnerException)" | Should -BeLike '*NetlinkException*'
    }
}
