@{
    RootModule           = 'bin/VethLab.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6b1f7f0e-5d0a-4f0b-9c36-2f9e6d1c7a54'
    Author               = 'VethLab contributors'
    CompanyName          = 'VethLab contributors'
    Copyright            = '(c) VethLab contributors. MIT licence.'
    Description          = 'Builds, inspects, tests and removes virtual networks on Linux: namespaces, veth pairs, bridges, addresses, routes, NAT, captures, as pipeline objects.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @(
        'bin/Format/Namespaces.ps1xml'
        'bin/Format/Interfaces.ps1xml'
        'bin/Format/Addresses.ps1xml'
        'bin/Format/Routes.ps1xml'
        'bin/Format/Nat.ps1xml'
        'bin/Format/Firewall.ps1xml'
        'bin/Format/Packets.ps1xml'
        'bin/Format/Labs.ps1xml'
    )
    CmdletsToExport      = @(
        'Add-VethToBridge'
        'Disable-Masquerade'
        'Disable-NetForwarding'
        'Enable-Masquerade'
        'Enable-NetForwarding'
        'Export-VethLab'
        'Get-Masquerade'
        'Get-NetBridge'
        'Get-NetBridgeFdb'
        'Get-NetConnection'
        'Get-NetFirewallChain'
        'Get-NetForwarding'
        'Get-NetInterface'
        'Get-NetIPAddress'
        'Get-NetNamespace'
        'Get-NetNeighbor'
        'Get-NetRoute'
        'Get-VethLab'
        'Get-VethPair'
        'Invoke-NetNamespace'
        'New-NetBridge'
        'New-NetIPAddress'
        'New-NetNamespace'
        'New-NetNeighbor'
        'New-NetRoute'
        'New-VethLab'
        'New-VethPair'
        'Remove-NetBridge'
        'Remove-NetConnection'
        'Remove-NetInterface'
        'Remove-NetIPAddress'
        'Remove-NetNamespace'
        'Remove-NetNeighbor'
        'Remove-NetRoute'
        'Remove-VethFromBridge'
        'Remove-VethLab'
        'Remove-VethPair'
        'Set-NetBridge'
        'Set-NetInterface'
        'Show-VethLab'
        'Test-NetPing'
        'Test-VethLab'
        'Watch-NetPacket'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Linux', 'network', 'namespace', 'veth', 'bridge', 'NAT', 'netns', 'lab', 'PSEdition_Core')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
