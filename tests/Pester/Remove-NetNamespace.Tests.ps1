BeforeAll {
    . "$PSScriptRoot/shared/Errors.ps1"
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NamespaceNames)
}

Describe 'Remove-NetNamespace' {
    AfterEach { Remove-NamespacesExcept $others }

    It 'removes the name, the file and the namespace' {
        New-NetNamespace ns01
        Remove-NetNamespace ns01 | Should -BeNullOrEmpty
        Get-NamespaceNames | Should -Be $others
        [System.IO.File]::Exists('/run/netns/ns01') | Should -BeFalse
    }

    It 'removes what ip made' {
        & ip netns add ns01
        Remove-NetNamespace ns01
        Get-NamespaceNames | Should -Be $others
    }

    It 'takes names, objects, and many from the pipeline' {
        New-NetNamespace ns01, ns02, ns03, ns04, ns05
        Remove-NetNamespace ns01
        'ns02', 'ns03' | Remove-NetNamespace
        Get-NetNamespace ns04, ns05 | Remove-NetNamespace
        Get-NamespaceNames | Should -Be $others
    }

    It 'returns when the outer ends of the veth pairs that led there are gone' {
        New-NetNamespace lab, ns01, ns02
        Invoke-NetNamespace lab {
            foreach ($i in 1..20) { $null = New-VethPair "in$i" "out$i" -Namespace "ns0$(1 + $i % 2)" }
            Remove-NetNamespace ns01, ns02
            (Get-NetInterface).Name
        } | Should -Be lo
        (Get-IPLink lab).ifname | Should -Be lo
    }

    It 'can be followed at once by another of the same names' {
        New-NetNamespace lab
        foreach ($round in 1..5) {
            New-NetNamespace ns01
            $pair = New-VethPair v w -Namespace ns01 -PeerNamespace lab
            $pair.PeerNamespace | Should -Be lab
            Invoke-NetNamespace lab { Remove-NetNamespace ns01 }
        }
    }

    It 'says who is still inside, and does not wait for it' {
        New-NetNamespace lab, ns01
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        $guest = [System.Diagnostics.Process]::Start('ip', [string[]] ('netns', 'exec', 'ns01', 'sleep', '60'))
        try {
            Wait-Until { (& readlink "/proc/$($guest.Id)/ns/net") -eq (Get-NamespaceInode ns01) } | Should -BeTrue
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $warnings = @(Invoke-NetNamespace lab { Remove-NetNamespace ns01 3>&1 })
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 3
            $warnings | Should -HaveCount 1
            "$warnings" | Should -BeLike "*ns01*process $($guest.Id) (sleep) is in it*kill $($guest.Id)"
            Get-NamespaceNames | Should -Not -Contain ns01
            (Get-IPLink lab).ifname | Should -Contain w
        }
        finally { $guest.Kill(); $guest.WaitForExit() }
        Wait-Until { (Get-IPLink lab).ifname -notcontains 'w' } | Should -BeTrue
    }

    It 'names five of those inside, and counts the others' {
        New-NetNamespace ns01
        $guests = @(1..7 | ForEach-Object { [System.Diagnostics.Process]::Start('ip', [string[]] ('netns', 'exec', 'ns01', 'sleep', '60')) })
        try {
            Wait-Until { @(& ip netns pids ns01).Count -eq 7 } | Should -BeTrue
            $first = @($guests.Id | Sort-Object | Select-Object -First 5)
            $warning = Get-Warnings { Remove-NetNamespace ns01 }
            $warning | Should -BeLike "*processes $(@($first | ForEach-Object { "$_ (*)" }) -join ', ') and 2 more are in it. What ends that: kill $first …"
        }
        finally { foreach ($guest in $guests) { $guest.Kill(); $guest.WaitForExit() } }
    }

    It 'says who has it open' {
        New-NetNamespace ns01
        $guest = [System.Diagnostics.Process]::Start('sh', [string[]] ('-c', 'exec 5< /run/netns/ns01; exec sleep 60'))
        try {
            Wait-Until { (& readlink "/proc/$($guest.Id)/fd/5") -and (& cat "/proc/$($guest.Id)/comm") -eq 'sleep' } | Should -BeTrue
            Get-Warnings { Remove-NetNamespace ns01 } | Should -BeLike "*ns01*process $($guest.Id) (sleep) has it open. What ends that: kill $($guest.Id)"
        }
        finally { $guest.Kill(); $guest.WaitForExit() }
    }

    It 'says where else it is mounted: here, and in the mount namespace of another process' {
        $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab held ').FullName
        [System.IO.File]::WriteAllText("$folder/net", '')
        New-NetNamespace ns01
        & mount --bind /run/netns/ns01 "$folder/net"
        $guest = [System.Diagnostics.Process]::Start('unshare', [string[]] ('--mount', '--propagation', 'private', 'sleep', '60'))
        try {
            Wait-Until { (& cat "/proc/$($guest.Id)/comm") -eq 'sleep' } | Should -BeTrue
            $warning = Get-Warnings { Remove-NetNamespace ns01 }
            $warning | Should -BeLike "*it is mounted on $folder/net; it is mounted in other mount namespaces: *on $folder/net in that of process $($guest.Id) (sleep)*"
            $warning | Should -BeLike "*What ends that: umount '$folder/net'; *nsenter -t $($guest.Id) -m umount '$folder/net'"
        }
        finally {
            $guest.Kill(); $guest.WaitForExit()
            & umount "$folder/net"
            [System.IO.Directory]::Delete($folder, $true)
        }
    }

    It 'says that this session itself is inside' {
        New-NetNamespace ns01
        Invoke-NetNamespace ns01 { Get-Warnings { Remove-NetNamespace ns01 } } | Should -BeLike "*process $PID (this session) is in it."
    }

    It 'removes a name on which a namespace is mounted more than once' {
        # Where "ip netns delete" says: Cannot remove namespace file: Device or resource busy.
        New-NetNamespace ns01
        & mount --bind /run/netns/ns01 /run/netns/ns01
        Remove-NetNamespace ns01 3>&1 | Should -BeNullOrEmpty
        [System.IO.File]::Exists('/run/netns/ns01') | Should -BeFalse
    }

    It 'gives no warning where nobody is inside' {
        New-NetNamespace lab, ns01
        New-VethPair v w -Namespace ns01 -PeerNamespace lab
        Remove-NetNamespace ns01 3>&1 | Should -BeNullOrEmpty
    }

    It 'removes two of three and reports the third' {
        New-NetNamespace ns01, ns03
        $errors = @(Get-ErrorsOf { 'ns01', 'ns02', 'ns03' | Remove-NetNamespace })
        $errors | Should -HaveCount 1
        Assert-NetError $errors[0] -Id NamespaceNotFound -Category ObjectNotFound -Target ns02
        Get-NamespaceNames | Should -Be $others
    }

    It 'changes nothing with -WhatIf, and tells the equivalent command with -Verbose' {
        New-NetNamespace ns01
        Remove-NetNamespace ns01 -WhatIf
        Get-NamespaceNames | Should -Contain ns01
        Remove-NetNamespace ns01 -Verbose 4>&1 | ForEach-Object { "$_" } | Should -Contain 'ip netns delete ns01'
    }

    It 'takes an object for the namespace that it is, not for one that was given its name' {
        $old = New-NetNamespace ns01
        Remove-NetNamespace ns01
        # The kernel may give the number of the first to the next; then that one has another name.
        New-NetNamespace ns02, ns01
        for ($n = 3; "$($old.NamespaceId)" -eq (Get-NamespaceInode ns01); $n++) { Remove-NetNamespace ns01; New-NetNamespace "ns0$n", ns01 }
        Assert-Refused { $old | Remove-NetNamespace } -Id NamespaceNotFound -Category ObjectNotFound -Message '*gone*'
        Get-NamespaceNames | Should -Contain ns01
    }

    Context 'of a file that is no namespace' {
        It 'refuses without -Force, and removes it with' {
            [System.IO.File]::WriteAllText('/run/netns/dead', 'somebody''s')
            Assert-Refused { Remove-NetNamespace dead } -Id NamespaceStale -Category InvalidData -Target dead -Advice '*-Force*'
            [System.IO.File]::ReadAllText('/run/netns/dead') | Should -BeExactly 'somebody''s'
            Remove-NetNamespace dead -Force
            [System.IO.File]::Exists('/run/netns/dead') | Should -BeFalse
        }

        It 'refuses a stale object too' {
            [System.IO.File]::WriteAllText('/run/netns/dead', '')
            $dead = Get-NetNamespace dead
            Assert-Refused { $dead | Remove-NetNamespace } -Id NamespaceStale -Category InvalidData -Target dead
            $dead | Remove-NetNamespace -Force
            [System.IO.File]::Exists('/run/netns/dead') | Should -BeFalse
        }

        It 'removes the placeholder of a VethLab that was killed, without being forced' {
            # What Interrupt.Tests.ps1 makes by a real kill.
            [System.IO.File]::WriteAllText('/run/netns/killed', "vethlab`n")
            (Get-NetNamespace killed).IsStale | Should -BeTrue
            Assert-Refused { Invoke-NetNamespace killed { } } -Id NamespaceStale -Category InvalidData -Target killed -Advice '*VethLab was killed*Remove-NetNamespace killed *'
            Assert-Refused { New-NetNamespace killed } -Id NamespaceStale -Category InvalidData -Target killed -Advice '*Remove-NetNamespace killed *'
            Remove-NetNamespace killed
            [System.IO.File]::Exists('/run/netns/killed') | Should -BeFalse
        }

        It 'removes such a placeholder although another mount namespace has a file of that name, with a namespace on it' {
            [System.IO.File]::WriteAllText('/run/netns/killed', "vethlab`n")
            $other = Start-Words 'unshare', '--mount', 'sh', '-c', 'mount -t tmpfs other /run/netns && ip netns add killed && echo ready && exec sleep 60'
            try {
                $other.StandardOutput.ReadLine() | Should -Be ready
                Remove-NetNamespace killed
                [System.IO.File]::Exists('/run/netns/killed') | Should -BeFalse
            }
            finally { $other.Kill(); $other.WaitForExit(); $other.Dispose() }
        }

        It 'refuses to work in it: <Command>' -ForEach @(
            @{ Command = 'Invoke-NetNamespace'; Block = { Invoke-NetNamespace dead { } } }
            @{ Command = 'Invoke-NetNamespace -FilePath'; Block = { Invoke-NetNamespace dead -FilePath true } }
            @{ Command = 'New-NetBridge'; Block = { New-NetBridge br01 -Namespace dead } }
            @{ Command = 'New-VethPair'; Block = { New-VethPair v w -Namespace dead } }
            @{ Command = 'New-VethPair, the other end'; Block = { New-VethPair v w -PeerNamespace dead } }
            @{ Command = 'Get-NetInterface'; Block = { Get-NetInterface -Namespace dead } }
        ) {
            [System.IO.File]::WriteAllText('/run/netns/dead', '')
            Assert-Refused $block -Id NamespaceStale -Category InvalidData -Target dead -Message '*no network namespace is mounted*'
        }
    }

    Context 'refuses' {
        It 'a name that <why>' -ForEach @(
            @{ Name = '..'; Why = 'is two dots' }
            @{ Name = 'a/b'; Why = 'has a slash' }
            @{ Name = '../netns/ns01'; Why = 'is a path to a namespace' }
        ) {
            New-NetNamespace ns01
            Assert-Refused { Remove-NetNamespace $name } -Id InvalidName -Category InvalidArgument -Target $name
        }

        It 'a name that does not exist, and twice the same' {
            Assert-Refused { Remove-NetNamespace ns01 } -Id NamespaceNotFound -Category ObjectNotFound -Target ns01 -Advice '*Get-NetNamespace*'
            New-NetNamespace ns01
            $errors = @(Get-ErrorsOf { Remove-NetNamespace ns01, ns01 })
            $errors | Should -HaveCount 1
            Assert-NetError $errors[0] -Id NamespaceNotFound -Category ObjectNotFound -Target ns01
        }
    }
}
