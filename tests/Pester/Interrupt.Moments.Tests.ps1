# Ctrl+C at moments that nobody chose, while things are changed again and again: each object is whole, changed or not. `ip` and `nft` say so.
BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
    $moments = [System.Random]::new()

    # Runs a script in a shell of its own and presses Ctrl+C some time after it said 'ready'; returns how long after.
    function Stop-Somewhere([string] $Script) {
        $process = Start-Shell "[Console]::WriteLine('ready'); $Script"
        try {
            $milliseconds = $moments.Next(5, 400)
            $said = $process.StandardOutput.ReadToEndAsync()
            $errors = $process.StandardError.ReadToEndAsync()
            [System.Threading.Thread]::Sleep($milliseconds)
            if ($process.HasExited) { throw "It ended before it was interrupted: $($errors.Result)" }
            Stop-Shell $process | Should -BeLessThan 10
            $errors.Result | Should -BeNullOrEmpty
        }
        finally {
            if (-not $process.HasExited) { $process.Kill($true) }
            $process.Dispose()
        }
        $milliseconds
    }
}

Describe 'Ctrl+C at some moment, attempt <_>,' -ForEach 1, 2 {
    BeforeEach { foreach ($name in 'lab', 'ns01') { ip netns add $name } }
    AfterEach { Remove-NamespacesExcept $others }

    It 'while bridges with forty addresses are made' {
        $addresses = @(1..40 | ForEach-Object { "10.$_.0.1/24" }) -join ', '
        $after = Stop-Somewhere "foreach (`$i in 1..5000) { `$null = New-NetBridge `"b`$i`" -Namespace lab -IPAddress $addresses }"
        foreach ($link in Get-IPLink lab | Where-Object ifname -NE lo) {
            $link.ifalias | Should -BeExactly vethlab
            $link.flags | Should -Contain UP -Because "Ctrl+C came after $after ms"
            @(Get-IPAddressText lab $link.ifname) | Should -HaveCount 40 -Because "$($link.ifname), $after ms"
        }
    }

    It 'while interfaces are renamed, changed and moved with one command' {
        ip netns exec lab sh -c 'for i in $(seq 200); do echo link add d$i type veth peer name x$i; done | ip -batch -'
        $after = Stop-Somewhere 'foreach ($i in 1..200) { Set-NetInterface "d$i" -Namespace lab -NewName "e$i" -Alias moved -Mtu 1400 -TargetNamespace ns01 -Up }; [System.Threading.Thread]::Sleep(20000)'
        $there = @(Get-IPLink ns01 | Where-Object ifname -NE lo)
        foreach ($link in $there) {
            "$($link.ifname -replace '\d') $($link.ifalias) $($link.mtu) $($link.flags -contains 'UP')" | Should -BeExactly 'e moved 1400 True' -Because "$($link.ifname), $after ms"
        }
        $here = @(Get-IPLink lab | Where-Object ifname -NotMatch '^(lo|x\d+)$')
        foreach ($link in $here) {
            "$($link.ifname -replace '\d') $($link.ifalias) $($link.mtu) $($link.flags -contains 'UP')" | Should -BeExactly 'd  1500 False' -Because "$($link.ifname), $after ms"
        }
        $here.Count + $there.Count | Should -Be 200
    }

    It 'while a bridge''s settings go back and forth' {
        ip -n lab link add br01 address 02:00:00:00:00:01 type bridge
        $one = '-Stp $true -ForwardDelaySeconds 4 -AgeingTimeSeconds 100 -MulticastSnooping $false -Mtu 1400 -MacAddress 02:00:00:00:00:02'
        $other = '-Stp $false -ForwardDelaySeconds 15 -AgeingTimeSeconds 300 -MulticastSnooping $true -Mtu 1500 -MacAddress 02:00:00:00:00:01'
        $after = Stop-Somewhere "while (`$true) { Set-NetBridge br01 -Namespace lab $one; Set-NetBridge br01 -Namespace lab $other }"
        $link = Get-IPLink lab br01
        $data = $link.linkinfo.info_data
        "$($data.stp_state) $($data.forward_delay) $($data.ageing_time) $($data.mcast_snooping) $($link.mtu) $($link.address)" |
            Should -BeIn '1 400 10000 0 1400 02:00:00:00:00:02', '0 1500 30000 1 1500 02:00:00:00:00:01' -Because "$after ms"
    }

    It 'while masquerades come and go' {
        $after = Stop-Somewhere 'while ($true) { Enable-Masquerade -Subnet 10.1.0.0/24, 10.2.0.0/24 -Namespace lab 3> $null; Disable-Masquerade -Subnet 10.2.0.0/24, 10.1.0.0/24 -Namespace lab 3> $null }'
        $rules = @(Get-NftJson lab rule)
        $subnets = @($rules | Where-Object { "$($_.comment)" -like 'masquerade*' }).Count
        $records = @($rules | Where-Object { "$($_.comment)" -like 'was *' }).Count
        "$subnets $records $(Get-Sysctl lab ipv4/ip_forward)" | Should -BeIn '0 0 0', '1 1 1', '2 1 1' -Because "$after ms"
        if ($subnets -eq 0) { ip netns exec lab nft list ruleset | Should -BeNullOrEmpty -Because "$after ms" }
    }

    It 'while forwarding for a bridge comes and goes' {
        ip -n lab link add br01 type bridge
        ip netns exec lab iptables -P FORWARD DROP
        $before = @(ip netns exec lab iptables -S FORWARD) -join "`n"
        $after = Stop-Somewhere 'while ($true) { Enable-NetForwarding br01 -Namespace lab 3> $null; Disable-NetForwarding br01 -Namespace lab 3> $null }'
        $accepts = @(ip netns exec lab iptables -S FORWARD) -like '*br01*'
        $records = @(Get-NftJson lab rule | Where-Object { "$($_.comment)" -like 'was *' -or "$($_.comment)" -like 'holds *' }).Count
        "$(@($accepts).Count) $records $(Get-Sysctl lab ipv4/ip_forward)" | Should -BeIn '0 0 0', '2 2 1' -Because "$after ms"
        if ($records -eq 0) { @(ip netns exec lab iptables -S FORWARD) -join "`n" | Should -BeExactly $before }
    }
}
