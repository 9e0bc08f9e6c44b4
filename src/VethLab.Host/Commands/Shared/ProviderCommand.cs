using System.Management.Automation;
using VethLab.Host.Engine;

namespace VethLab.Host.Commands;

/// <summary>
/// A command that lets a provider (files, variables, functions, the environment, …) do its work: the provider then asks
/// for confirmation, writes results and errors, and brings parameters of its own.
/// </summary>
public abstract class ProviderCommand : PSCmdlet, IDynamicParameters
{
    private readonly List<ProviderContext> _contexts = [];
    private object? _dynamicParameters;

    /// <summary>The parameters that the provider of the first path adds, e.g. -File and -Directory.</summary>
    public object? GetDynamicParameters()
    {
        try
        {
            var context = NewContext();
            context.PassThru = false;
            _dynamicParameters = FindDynamicParameters(context);
        }
        catch (Exception failure) when (failure is SessionStateException or PSNotSupportedException)
        {
            _dynamicParameters = null; // a path that does not exist has no provider's parameters
        }
        return _dynamicParameters;
    }

    /// <summary>Asks the provider for its parameters; null where it has none.</summary>
    private protected virtual object? FindDynamicParameters(ProviderContext context) => null;

    /// <summary>What the provider needs to know. Override to add -Force, filters and literal paths.</summary>
    private protected virtual void Prepare(ProviderContext context)
    {
    }

    private protected ProviderContext NewContext()
    {
        var context = ProviderContext.For(this);
        context.DynamicParameters = _dynamicParameters;
        Prepare(context);
        _contexts.Add(context);
        return context;
    }

    /// <summary>Runs one call of a provider; a path that does not exist, or cannot do this, is an error that does not end the pipeline.</summary>
    private protected bool Attempt(Action call)
    {
        try
        {
            call();
            return true;
        }
        catch (Exception failure) when (failure is SessionStateException or PSNotSupportedException)
        {
            WriteError(new ErrorRecord(((IContainsErrorRecord)failure).ErrorRecord, failure));
            return false;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        foreach (var context in _contexts.ToArray())
            context.Stop();
    }
}
