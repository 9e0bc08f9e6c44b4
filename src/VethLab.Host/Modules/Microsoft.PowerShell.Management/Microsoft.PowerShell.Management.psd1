# The commands of this module are part of VethLab's host, so there is nothing to load.
@{
    GUID              = 'eefcb906-b326-4e99-9f54-8b4bb6ef3c6d'
    ModuleVersion     = '7.0.0.0'
    Author            = 'VethLab contributors'
    CompatiblePSEditions = @('Core')
    PowerShellVersion = '7.4'
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
}
