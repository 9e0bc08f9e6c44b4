# Ways to capture what comes to flood1 in namespace flood-to. Kind is what is made of it; the first of a kind that has Peer is what the others are
# compared with. Tcpdump: its arguments. Script: runs in a shell with VethLab and writes how many packets it had and how many it lost, in one line;
# {0} is a folder for files, {1} how long a capture that ends by itself has to last.
$watched = '$lost = 0; foreach ($line in $warnings) { foreach ($number in [regex]::Matches("$line", "\d+(?= of flood-to| in memory)")) { $lost += [long] $number.Value } }'
@(
    @{ Kind = 'to file'; What = '`tcpdump -w`'; Tcpdump = '-w', '{0}/default.pcap' }
    @{ Kind = 'to file'; What = '`tcpdump -w -B 16384`'; Tcpdump = '-w', '{0}/large.pcap', '-B', '16384'; Peer = $true }
    @{ Kind = 'to file'; What = '`Start-NetCapture -Path`'; Script = '$capture = Start-NetCapture flood1 -Namespace flood-to -Path "{0}/own.pcapng" -Force; $null = [Console]::ReadLine(); $end = $capture | Stop-NetCapture -PassThru; [Console]::WriteLine("$($end.Packets) $($end.Dropped)")' }
    @{ Kind = 'decoded'; What = '`tcpdump -nn`'; Tcpdump = '-nn' }
    @{ Kind = 'decoded'; What = '`tcpdump -nn -B 16384`'; Tcpdump = '-nn', '-B', '16384'; Peer = $true }
    @{ Kind = 'decoded'; What = '`Watch-NetPacket > $null`'; Script = "Watch-NetPacket flood1 -Namespace flood-to -TimeoutSeconds {1} -WarningVariable warnings -WarningAction SilentlyContinue > `$null; $watched; [Console]::WriteLine(`"-1 `$lost`")" }
    @{ Kind = 'decoded'; What = '`Watch-NetPacket \| Measure-Object`'; Script = "`$count = (Watch-NetPacket flood1 -Namespace flood-to -TimeoutSeconds {1} -WarningVariable warnings -WarningAction SilentlyContinue | Measure-Object).Count; $watched; [Console]::WriteLine(`"`$count `$lost`")" }
    @{ Kind = 'decoded'; What = '`(Watch-NetPacket).Summary`, text of each'; Script = "Watch-NetPacket flood1 -Namespace flood-to -TimeoutSeconds {1} -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object Summary > `$null; $watched; [Console]::WriteLine(`"-1 `$lost`")" }
)
