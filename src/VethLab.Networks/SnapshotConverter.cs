using System.ComponentModel;
using System.Globalization;

namespace VethLab.Networks;

/// <summary>
/// Says that nothing converts to a snapshot. A shell that makes objects of rows by the names of their columns, as PowerShell does for parameters
/// of such a type, would else make one that belongs to no namespace; so it takes the columns for what they are.
/// </summary>
public sealed class SnapshotConverter : TypeConverter
{
    /// <summary>Yes to everything, and then no: who is told no at once may look for another way.</summary>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => true;

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        throw new NotSupportedException("Objects that describe networks are read from the kernel; nothing else can be made one.");
}
