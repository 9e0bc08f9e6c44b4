BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Add-VethToBridge' {
    BeforeEach {
        New-NetNamespace lab, ns01
        $bridge = New-NetBridge br01 -Namespace lab
    }

    AfterEach { Remove-NamespacesExcept $others }

    It 'puts the host end of a pair into the bridge, found by itself' {
        New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab | Add-VethToBridge $bridge | Should -BeNullOrEmpty
        (Get-IPLink lab br-veth01).master | Should -Be br01
        (& ip netns exec lab bridge -j link | ConvertFrom-Json).ifname | Should -Be br-veth01
        (Get-NetInterface br-veth01 -Namespace lab).Bridge | Should -Be br01
    }

    It 'finds the host end whichever end the pair was read by' {
        New-VethPair veth01 br-veth01 -Namespace ns01 -PeerNamespace lab
        Get-VethPair br-veth01 -Namespace lab | Add-VethToBridge $bridge
        (Get-IPLink lab br-veth01).master | Should -Be br01
    }

    It 'takes the end without an address where both live here' {
        Invoke-NetNamespace lab {
            New-VethPair c1 h1 -IPAddress 10.0.0.1/24 | Add-VethToBridge br01
            New-VethPair h2 c2 -PeerIPAddress 10.0.0.2/24 | Add-VethToBridge br01
        }
        (Get-NetBridge br01 -Namespace lab).Ports | Sort-Object | Should -Be 'h1', 'h2'
    }

    It 'takes names, interfaces and many at a time, and other kinds than veth' {
        foreach ($i in 1..3) { $null = New-VethPair "v$i" "w$i" -Namespace ns01 -PeerNamespace lab }
        & ip -n lab link add tap0 type veth peer name tap1
        Add-VethToBridge br01 w1 -Namespace lab
        'w2', 'tap0' | Add-VethToBridge br01 -Namespace lab
        Get-NetInterface w3 -Namespace lab | Add-VethToBridge br01 -Namespace lab
        $ports = (& ip netns exec lab brctl show br01) -replace '^br01\s+\S+\s+\S+' | Select-Object -Skip 1 | ForEach-Object Trim
        $ports | Sort-Object | Should -Be 'tap0', 'w1', 'w2', 'w3'
    }

    It 'returns the port with -PassThru, and nothing without' {
        $port = New-VethPair v w -Namespace ns01 -PeerNamespace lab | Add-VethToBridge $bridge -PassThru
        $port.Name, $port.Bridge, $port.Namespace | Should -Be 'w', 'br01', 'lab'
    }

    It 'works on the bridge''s namespace wherever it is called' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        Invoke-NetNamespace ns01 { $pair | Add-VethToBridge $bridge }
        (Get-IPLink lab w).master | Should -Be br01
    }

    It 'does nothing, and says so, where it is a port already' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $pair | Add-VethToBridge $bridge
        $pair | Add-VethToBridge $bridge -Verbose 4>&1 | ForEach-Object { "$_" } | Should -BeLike "*'w' is a port of br01 already*"
        ($pair | Add-VethToBridge $bridge -PassThru).Bridge | Should -Be br01
    }

    It 'changes nothing with -WhatIf, and tells the equivalent command with -Verbose' {
        $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $pair | Add-VethToBridge $bridge -WhatIf
        (Get-IPLink lab w).master | Should -BeNullOrEmpty
        $pair | Add-VethToBridge $bridge -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'ip -n lab link set w master br01'
    }

    It 'lets packets through' {
        New-VethPair v1 w1 -Namespace ns01 -PeerNamespace lab -IPAddress 10.0.0.1/24 | Add-VethToBridge $bridge
        New-NetNamespace ns02
        New-VethPair v2 w2 -Namespace ns02 -PeerNamespace lab -IPAddress 10.0.0.2/24 | Add-VethToBridge $bridge
        & ip netns exec ns01 ping -c 1 -W 2 10.0.0.2 | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    Context 'refuses' {
        It 'a bridge that does not exist, and what is no bridge' {
            New-VethPair v w -Namespace ns01 -PeerNamespace lab
            Assert-Refused { Add-VethToBridge nope w -Namespace lab } -Id BridgeNotFound -Category ObjectNotFound -Target nope
            Assert-Refused { Add-VethToBridge w w -Namespace lab } -Id NotABridge -Category InvalidType -Target w -Message '*a veth*'
        }

        It 'an interface that does not exist, and takes the others' {
            foreach ($i in 1, 3) { $null = New-VethPair "v$i" "w$i" -Namespace ns01 -PeerNamespace lab }
            $errors = @(Get-ErrorsOf { 'w1', 'w2', 'w3' | Add-VethToBridge br01 -Namespace lab })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id InterfaceNotFound -Category ObjectNotFound -Target w2
            (Get-NetBridge br01 -Namespace lab).Ports | Should -Be 'w1', 'w3'
        }

        It 'the port of another bridge' {
            New-NetBridge br02 -Namespace lab
            New-VethPair v w -Namespace ns01 -PeerNamespace lab | Add-VethToBridge br02 -Namespace lab
            Assert-Refused { Add-VethToBridge br01 w -Namespace lab } -Id InterfaceInBridge -Category ResourceBusy -Target w -Message '*port of br02*' -Advice '*Remove-VethFromBridge w*'
        }

        It 'a bridge, and loopback' {
            New-NetBridge br02 -Namespace lab
            Assert-Refused { Add-VethToBridge br01 br02 -Namespace lab } -Id BridgeLoop -Category InvalidOperation -Target br02
            Assert-Refused { Add-VethToBridge br01 lo -Namespace lab } -Id InvalidValue -Category InvalidArgument -Target lo
        }

        It 'a pair with no end where the bridge is' {
            New-NetNamespace ns02
            $pair = New-VethPair v w -Namespace ns01 -PeerNamespace ns02
            Assert-Refused { $pair | Add-VethToBridge $bridge } -Id NamespaceMismatch -Category InvalidArgument -Message '*namespace lab*'
        }

        It 'the 1,024th port' {
            $lines = foreach ($i in 1..512) { "link add p$i type veth peer name q$i"; "link set p$i master br01"; if ($i -lt 512) { "link set q$i master br01" } }
            $file = [System.IO.Path]::GetTempFileName()
            [System.IO.File]::WriteAllLines($file, [string[]] $lines)
            & ip -n lab -batch $file
            $LASTEXITCODE | Should -Be 0
            [System.IO.File]::Delete($file)
            (Get-NetBridge br01 -Namespace lab).Ports | Should -HaveCount 1023
            $errors = @(Get-ErrorsOf { Add-VethToBridge br01 q512 -Namespace lab })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id BridgeFull -Category LimitsExceeded -Target q512 -Message '*1,023*'
            (Get-IPLink lab q512).master | Should -BeNullOrEmpty
        }
    }
}
