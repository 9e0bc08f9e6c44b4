# What work asks of the kernel, counted by strace(1): a guard against becoming slow that a busy machine does not disturb. Each case is run with few and with
# many, so that only what another one costs counts, and what grows with the number of all others is seen.
BeforeAll {
    . "$PSScriptRoot/shared/Engines.ps1"
    $others = @(Get-NetNamespace | ForEach-Object Name)

    # What strace(1) tells of a script in a shell of its own, line by line.
    function Get-Calls([string] $Script) {
        $file = "$TestDrive/calls"
        $process = Start-Words (@('strace', '-f', '-qq', '-e', 'trace=sendto,recvfrom,statx,openat,setns,socket,clone3', '-o', $file) + (Get-ShellWords $Script))
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $null = $process.StandardOutput.ReadToEnd()
        $process.WaitForExit()
        if ($process.ExitCode -ne 0) { throw "$Script failed: $($errors.Result)" }
        [System.IO.File]::ReadAllLines($file)
    }

    # How many calls of each kind a script makes.
    function Measure-Calls([string] $Script) {
        $counts = @{}
        foreach ($line in Get-Calls $Script) {
            if ($line -match '^\d+ +(\w+)\(') { $counts[$Matches[1]]++ }
        }
        $counts
    }

    # What one more costs: the difference between many and few, divided by how many more there are.
    function Measure-OneMore([string] $Script, [int] $Few, [int] $Many, [string] $Given) {
        $with = @{}
        foreach ($count in $Few, $Many) {
            if ($Given) { Invoke-Expression $Given.Replace('{0}', "$count") }
            $with[$count] = Measure-Calls $Script.Replace('{0}', "$count")
            Get-NetNamespace | Where-Object Name -NotIn $others | Remove-NetNamespace
            foreach ($link in @(Get-NetInterface syscalls*)) { Remove-NetInterface $link.Name }
        }
        $one = @{}
        foreach ($call in $with[$Many].Keys) { $one[$call] = ($with[$Many][$call] - $with[$Few][$call]) / ($Many - $Few) }
        $one
    }
}

Describe 'Calls of the kernel' {
    It 'are few for each <What>, however many there are' -ForEach @(
        @{ What = 'namespace of a lab'; Given = ''; Script = '$null = New-VethLab syscalls -Subnet 10.88.0.0/16 -Count {0} -NamespacePrefix sc'; Most = @{ sendto = 8.5; statx = 2; openat = 3; setns = 2; socket = 2; clone3 = 0.2 } }
        @{ What = 'namespace of a lab of both families'; Given = ''; Script = '$null = New-VethLab syscalls -Subnet 10.88.0.0/16, fd88::/64 -Count {0} -NamespacePrefix sc'; Most = @{ sendto = 9.5; setns = 2; socket = 2 } }
        @{ What = 'namespace of a lab that is removed'; Given = '$null = New-VethLab syscalls -Placement Host -Subnet 10.88.0.0/16 -Count {0} -NamespacePrefix sc'
            Script = 'Remove-VethLab syscalls'; Most = @{ sendto = 1.2; recvfrom = 4.2; statx = 4; openat = 5; setns = 0.1; socket = 0.1; clone3 = 0.2 } }
        @{ What = 'pair by single cmdlets'; Given = ''
            Script = '$bridge = New-NetBridge syscalls0 -IPAddress 10.88.0.1/16; $null = 1..{0} | ForEach-Object { "sc$_" } | New-NetNamespace; $null = 1..{0} | ForEach-Object { New-VethPair eth0 "syscalls1$_" -Namespace "sc$_" -IPAddress "10.88.0.$($_ + 1)/16" -Gateway 10.88.0.1 } | Add-VethToBridge $bridge'
            Most = @{ sendto = 24; statx = 12; openat = 11; setns = 4; socket = 6; clone3 = 0.2 } }
    ) {
        $one = Measure-OneMore $Script 10 40 $Given
        foreach ($call in $Most.Keys) { $one[$call] | Should -BeLessOrEqual $Most[$call] -Because $call }
    }

    It 'that come after a bridge was brought up do not grow with its ports: their namespaces are read before its IPv6 nodes talk to each other' {
        $after = foreach ($count in 10, 40) {
            $lines = @(Get-Calls "`$null = New-VethLab syscalls -Subnet 10.88.0.0/16, fd88::/64 -Count $count -NamespacePrefix sc") -match ' sendto\('
            Remove-VethLab syscalls
            $changes = @(0..($lines.Count - 1) | Where-Object { $lines[$_] -match 'nlmsg_type=(RTM_NEWLINK|0x10) ' })
            $changes.Count | Should -BeGreaterThan $count
            $lines.Count - $changes[-1]
        }
        $after[1] | Should -Be $after[0]
    }

    It 'that read one interface and one pair by their names are as many among 600 links as among 6' {
        try {
            $calls = foreach ($count in 3, 300) {
                ip netns add "syscalls$count"
                1..$count | ForEach-Object { "link add a$_ type veth peer name b$_" } | ip -n "syscalls$count" -batch -
                Measure-Calls "`$null = Get-NetInterface a1 -Namespace syscalls$count; `$null = Get-VethPair b1 -Namespace syscalls$count"
            }
            $calls[1].sendto | Should -Be $calls[0].sendto
            $calls[1].recvfrom | Should -Be $calls[0].recvfrom
        }
        finally { foreach ($count in 3, 300) { ip netns delete "syscalls$count" 2>$null } }
    }
}
