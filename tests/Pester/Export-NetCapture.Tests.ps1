# Export-NetCapture: packets into a file; tshark and capinfos are the witnesses.
BeforeAll { . $PSScriptRoot/shared/Captures.ps1 }

Describe 'Export-NetCapture' {
    BeforeAll {
        $folder = [System.IO.Directory]::CreateTempSubdirectory('VethLab-captures-').FullName
        New-KnownNetwork
        $seen = @(Get-SomePackets)
    }
    AfterAll {
        Remove-RoutedNetwork
        [System.IO.Directory]::Delete($folder, $true)
    }

    It 'writes what tshark reads' {
        $seen | Export-NetCapture "$folder/seen.pcapng" -Comment 'two links'
        $told = @(Get-TsharkPacket "$folder/seen.pcapng" 'frame.interface_name', 'frame.len', 'ip.src', 'ip.dst', 'icmp.seq', 'tcp.flags')
        $told.Count | Should -Be $seen.Count
        for ($i = 0; $i -lt $told.Count; $i++) {
            "$($told[$i].'frame.interface_name') $($told[$i].'frame.len')" | Should -BeExactly "$($seen[$i].Link) $($seen[$i].Length)"
            if ($seen[$i].Protocol -eq 'ICMP') { $told[$i].'icmp.seq' | Should -BeLike "$($seen[$i].IcmpSequence)*" }
        }
        Get-CaptureReport "$folder/seen.pcapng" | Should -Match 'Capture comment: +two links'
        Get-CaptureReport "$folder/seen.pcapng" | Should -Match 'Number of interfaces in file: 2'
    }

    It 'returns the file with -PassThru' { ($seen | Export-NetCapture "$folder/passed.pcapng" -PassThru).FullName | Should -BeExactly "$folder/passed.pcapng" }

    It 'writes nothing with -WhatIf' {
        $seen | Export-NetCapture "$folder/not.pcapng" -WhatIf
        [System.IO.File]::Exists("$folder/not.pcapng") | Should -BeFalse
    }

    It 'refuses a file that is there, and a folder that is not' {
        [System.IO.File]::WriteAllText("$folder/there.pcapng", 'mine')
        { $seen | Export-NetCapture "$folder/there.pcapng" } | Should -Throw -ErrorId 'FileExists,*'
        { $seen | Export-NetCapture /nowhere/x.pcapng } | Should -Throw -ErrorId 'FileNotWritable,*'
        [System.IO.File]::ReadAllText("$folder/there.pcapng") | Should -BeExactly mine
    }

    Context 'as a picture' {
        It 'draws the ways of the packets, by the name''s end or by -As' {
            $seen | Export-NetCapture "$folder/ways.svg" -Comment 'a & b'
            $seen | Export-NetCapture "$folder/ways.txt" -As Svg
            $picture = [xml] [System.IO.File]::ReadAllText("$folder/ways.svg")
            $picture.svg.desc | Should -BeExactly 'a & b'
            @($picture.GetElementsByTagName('text') | Where-Object class -EQ 'plain').InnerText | Should -Be 'eth0', 'eth0'
            @($picture.GetElementsByTagName('text') | Where-Object class -EQ 'title plain').InnerText | Should -Be 'a', 'b'
            @($picture.GetElementsByTagName('path') | Where-Object class -Like 'way*').Count | Should -BeGreaterThan 5
            @($picture.GetElementsByTagName('text') | Where-Object class -EQ 'change').InnerText | Should -Contain 'ttl 64 → 63'
            ([xml] [System.IO.File]::ReadAllText("$folder/ways.txt")).svg | Should -Not -BeNullOrEmpty
        }

        It 'writes packets to a file that is called so, if it is told to' {
            $seen | Export-NetCapture "$folder/packets.svg" -As Pcapng
            (Import-NetCapture "$folder/packets.svg").Count | Should -Be $seen.Count
        }

        It 'refuses a file that is there, replaces it with -Force, and writes nothing with -WhatIf' {
            { $seen | Export-NetCapture "$folder/ways.svg" } | Should -Throw -ErrorId 'FileExists,*'
            $seen | Export-NetCapture "$folder/ways.svg" -Force
            $seen | Export-NetCapture "$folder/not.svg" -WhatIf
            [System.IO.File]::Exists("$folder/not.svg") | Should -BeFalse
        }
    }
}
