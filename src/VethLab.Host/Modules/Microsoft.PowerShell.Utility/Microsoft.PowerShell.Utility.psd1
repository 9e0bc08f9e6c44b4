# The commands of this module are part of VethLab's host, so there is nothing to load.
@{
    GUID              = '1da87e53-152b-403e-98dc-74d7b4d63d59'
    ModuleVersion     = '7.0.0.0'
    Author            = 'VethLab contributors'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '7.4'
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
}
