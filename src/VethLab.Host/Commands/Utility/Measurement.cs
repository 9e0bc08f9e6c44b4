using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>The running figures of one property.</summary>
internal sealed class Measurement
{
    private double _sum;
    private double _mean;
    private double _squares;
    private int _numbers;
    private bool _notNumeric;
    private object? _minimum;
    private object? _maximum;
    private int _lines;
    private int _words;
    private int _characters;

    internal int Count { get; set; }

    internal bool AddNumber(object value)
    {
        if (!LanguagePrimitives.TryConvertTo<double>(value, out var number))
        {
            _notNumeric = true;
            return false;
        }
        _sum += number;
        _numbers++;
        var delta = number - _mean; // Welford's running variance
        _mean += delta / _numbers;
        _squares += delta * (number - _mean);
        return true;
    }

    internal void AddExtreme(object value)
    {
        if (_minimum is null || Order(value, _minimum) < 0)
            _minimum = value;
        if (_maximum is null || Order(value, _maximum) > 0)
            _maximum = value;
    }

    internal void AddText(string text, bool ignoreWhiteSpace)
    {
        _characters += ignoreWhiteSpace ? text.Count(character => !char.IsWhiteSpace(character)) : text.Length;
        _words += text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        if (text.Length > 0)
            _lines += text.Count(character => character == '\n') + (text[^1] == '\n' ? 0 : 1);
    }

    internal MeasureInfo Result(MeasureObjectCommand command, string? property)
    {
        if (command.Line || command.Word || command.Character || command.IgnoreWhiteSpace)
            return new TextMeasureInfo
            {
                Property = property,
                Lines = command.Line ? _lines : null,
                Words = command.Word ? _words : null,
                Characters = command.Character ? _characters : null,
            };
        double? sum = command.Sum && !_notNumeric ? _sum : null;
        double? average = command.Average && !_notNumeric && Count > 0 ? _sum / Count : null;
        if (!IsNumber(_minimum) || !IsNumber(_maximum))
            return new GenericObjectMeasureInfo
            {
                Property = property,
                Count = Count,
                Sum = sum,
                Average = average,
                Maximum = command.Maximum ? _maximum : null,
                Minimum = command.Minimum ? _minimum : null,
            };
        return new GenericMeasureInfo
        {
            Property = property,
            Count = Count,
            Sum = sum,
            Average = average,
            StandardDeviation = command.StandardDeviation && !_notNumeric ? Math.Sqrt(_numbers > 1 ? _squares / (_numbers - 1) : 0) : null,
            Maximum = command.Maximum ? Number(_maximum) : null,
            Minimum = command.Minimum ? Number(_minimum) : null,
        };
    }

    private static int Order(object x, object y)
    {
        if (LanguagePrimitives.TryConvertTo<double>(x, out var first) && LanguagePrimitives.TryConvertTo<double>(y, out var second))
            return first.CompareTo(second);
        if (x.GetType() != y.GetType())
            (x, y) = (PSObject.AsPSObject(x).ToString(), PSObject.AsPSObject(y).ToString());
        return LanguagePrimitives.Compare(x, y, ignoreCase: false, CultureInfo.CurrentCulture);
    }

    private static bool IsNumber(object? value) => value is null || LanguagePrimitives.TryConvertTo<double>(value, out _);

    private static double? Number(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<double>(value);
}
