using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VethLab.Host.Commands;

/// <summary>Writes any object as JSON, as ConvertTo-Json of pwsh does.</summary>
internal sealed class JsonText
{
    private static readonly HashSet<string> IgnoredAttributes = ["HiddenAttribute", "JsonIgnoreAttribute"];

    private readonly PSCmdlet _command;
    private readonly int _depth;
    private readonly bool _enumsAsStrings;
    private bool _warned;

    internal JsonText(PSCmdlet command, int depth, bool enumsAsStrings)
    {
        _command = command;
        _depth = depth;
        _enumsAsStrings = enumsAsStrings;
    }

    internal string Write(object? value, bool compress, bool escapeNonAscii)
    {
        var buffer = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = !compress,
            NewLine = "\n",
            Encoder = escapeNonAscii ? JavaScriptEncoder.Default : JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
            MaxDepth = 1000,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
            Value(writer, value, 0);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void Value(Utf8JsonWriter writer, object? value, int depth)
    {
        var wrapper = value as PSObject;
        var plain = wrapper is null ? value : wrapper.BaseObject;
        if (LanguagePrimitives.IsTrue(plain is null) || plain is DBNull || plain == System.Management.Automation.Language.NullString.Value)
            writer.WriteNullValue();
        else if (!Simple(writer, plain!))
            Complex(writer, plain!, wrapper, depth);
    }

    private bool Simple(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                return true;
            case char character:
                writer.WriteStringValue(character.ToString());
                return true;
            case bool boolean:
                writer.WriteBooleanValue(boolean);
                return true;
            case DateTime date:
                writer.WriteStringValue(date);
                return true;
            case DateTimeOffset date:
                writer.WriteStringValue(date);
                return true;
            case Guid or Uri:
                writer.WriteStringValue(value.ToString());
                return true;
            case double number:
                WriteReal(writer, number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case float number:
                WriteReal(writer, number, number.ToString("R", CultureInfo.InvariantCulture));
                return true;
            case decimal number:
                writer.WriteNumberValue(number.Scale == 0 ? number * 1.0m : number);
                return true;
            case BigInteger number:
                writer.WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
                return true;
            case ulong number:
                writer.WriteNumberValue(number);
                return true;
            case Enum symbol:
                WriteEnum(writer, symbol);
                return true;
            default:
                if (!value.GetType().IsPrimitive)
                    return false;
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                return true;
        }
    }

    private void WriteEnum(Utf8JsonWriter writer, Enum symbol)
    {
        // JavaScript's numbers are too small for enumerations of 64 bits.
        if (_enumsAsStrings || symbol.GetTypeCode() is TypeCode.Int64 or TypeCode.UInt64)
            writer.WriteStringValue(symbol.ToString());
        else
            writer.WriteNumberValue(Convert.ToInt64(symbol, CultureInfo.InvariantCulture));
    }

    /// <summary>A real number keeps a decimal point, so that it is read back as one.</summary>
    private static void WriteReal(Utf8JsonWriter writer, double value, string text)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            writer.WriteStringValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
        else if (text.AsSpan().IndexOfAny('.', 'E') < 0 && decimal.TryParse(text + ".0", CultureInfo.InvariantCulture, out var pointed))
            writer.WriteNumberValue(pointed);
        else
            writer.WriteNumberValue(value);
    }

    private void Complex(Utf8JsonWriter writer, object value, PSObject? wrapper, int depth)
    {
        if (depth > _depth)
        {
            if (!_warned)
                _command.WriteWarning($"Resulting JSON is truncated as serialization has exceeded the set depth of {_depth}.");
            _warned = true;
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(wrapper ?? value));
        }
        else if (value is IEnumerable items and not IDictionary)
        {
            writer.WriteStartArray();
            foreach (var item in items)
                Value(writer, item, depth + 1);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (var (name, item) in Members(value, wrapper))
            {
                writer.WritePropertyName(name);
                Value(writer, item, depth + 1);
            }
            writer.WriteEndObject();
        }
    }

    private static Dictionary<string, object?> Members(object value, PSObject? wrapper)
    {
        var members = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (value is IDictionary table)
            foreach (DictionaryEntry entry in table)
                members.TryAdd(entry.Key.ToString()!, entry.Value);
        else if (value is not PSCustomObject)
            foreach (var (name, read) in PublicMembers(value))
                members.TryAdd(name, Read(read));
        foreach (var property in wrapper?.Properties ?? Enumerable.Empty<PSPropertyInfo>())
            if (value is PSCustomObject || property is not PSProperty)
                members.TryAdd(property.Name, Read(() => property.Value));
        return members;
    }

    private static IEnumerable<(string Name, Func<object?> Read)> PublicMembers(object value)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance;
        var type = value.GetType();
        foreach (var field in type.GetFields(flags).Where(IsShown))
            yield return (field.Name, () => field.GetValue(value));
        foreach (var property in type.GetProperties(flags).Where(IsShown))
            if (property.CanRead && property.GetIndexParameters().Length == 0)
                yield return (property.Name, () => property.GetValue(value));
    }

    private static bool IsShown(MemberInfo member) =>
        !member.GetCustomAttributesData().Any(attribute => IgnoredAttributes.Contains(attribute.AttributeType.Name));

    /// <summary>A property that cannot be read is null.</summary>
    private static object? Read(Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is TargetInvocationException or GetValueException)
        {
            return null;
        }
    }
}
