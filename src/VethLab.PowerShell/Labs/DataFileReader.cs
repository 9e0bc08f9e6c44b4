using System.Management.Automation.Language;
using VethLab.Networks.Errors;
using VethLab.Networks.Labs.Description;

namespace VethLab.PowerShell.Labs;

/// <summary>
/// Reads a PowerShell data file (about_Data_Files) by its syntax tree, running nothing of it: one hashtable of constants, hashtables and lists.
/// Whatever else is in it is a problem with its line and its path. $PSScriptRoot is the file's folder.
/// </summary>
internal sealed class DataFileReader
{
    private readonly string file;
    private readonly string shownAs;
    private readonly List<LabProblem> problems = [];

    private DataFileReader(string file, string shownAs)
    {
        this.file = file;
        this.shownAs = shownAs;
    }

    /// <summary>
    /// The document, or null where the syntax is wrong, and everything that is wrong so far. What is not possible in a data file is there as nothing, so
    /// that the rest can be checked all the same.
    /// </summary>
    /// <param name="file">The whole path.</param>
    /// <param name="shownAs">The file's name in problems.</param>
    internal static (DocumentNode? Root, IReadOnlyList<LabProblem> Problems) Read(string file, string shownAs)
    {
        var reader = new DataFileReader(file, shownAs);
        var script = Parser.ParseFile(file, out _, out var errors);
        foreach (var error in errors)
            reader.Add(error.Extent, string.Empty, error.Message.TrimEnd('.'), "The file must be PowerShell's data language: about_Data_Files.");
        if (errors.Length > 0)
            return (null, reader.problems);
        return (reader.ReadScript(script), reader.problems);
    }

    private void Add(IScriptExtent at, string path, string reason, string advice) => problems.Add(
        new LabProblem(NetworkError.DescriptionInvalid, path, reason, advice) { File = shownAs, Line = at.StartLineNumber, Column = at.StartColumnNumber });

    private DocumentNode? ReadScript(ScriptBlockAst script)
    {
        if (script is { ParamBlock: null, BeginBlock: null, ProcessBlock: null, EndBlock.Statements: [PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] }] })
            return Read(only.Expression, string.Empty);
        Add(script.Extent, string.Empty, "the file is not one hashtable", "It consists of @{ … } alone.");
        return null;
    }

    private DocumentNode Read(ExpressionAst ast, string path)
    {
        var at = PositionOf(ast.Extent);
        switch (ast)
        {
            case HashtableAst table:
                return DocumentNode.Map(path, at, table.KeyValuePairs.Select(pair => Member(pair.Item1, pair.Item2, path)).OfType<DocumentMember>().ToList());
            case ArrayLiteralAst list:
                return DocumentNode.List(path, at, list.Elements.Select((element, i) => Read(element, DocumentNode.PathOf(path, i))).ToList());
            case ArrayExpressionAst array:
                return ReadArray(array, path);
            case ParenExpressionAst { Pipeline: PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } }:
                return Read(only.Expression, path);
            case StringConstantExpressionAst text:
                return DocumentNode.Single(path, at, text.Value);
            case ConstantExpressionAst constant:
                return DocumentNode.Single(path, at, Plain(constant.Value));
            case UnaryExpressionAst { TokenKind: TokenKind.Minus, Child: ConstantExpressionAst { Value: int or long or double } number }:
                return DocumentNode.Single(path, at, Plain(number.Value) is long whole ? -whole : -(double)Plain(number.Value)!);
            case VariableExpressionAst variable when TryRead(variable, out var value):
                return DocumentNode.Single(path, at, value);
            default:
                return Refuse(ast, path);
        }
    }

    private DocumentMember? Member(ExpressionAst key, StatementAst value, string path)
    {
        if (key is not ConstantExpressionAst constant)
        {
            Add(key.Extent, path, $"'{key.Extent.Text}' is no plain key", "Write keys as words, or in single quotes.");
            return null;
        }
        var name = $"{constant.Value}";
        var there = DocumentNode.PathOf(path, name);
        return new DocumentMember(name, PositionOf(key.Extent), ReadStatement(value, there));
    }

    private DocumentNode ReadStatement(StatementAst statement, string path) =>
        statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0 } only] } ? Read(only.Expression, path) : Refuse(statement, path);

    /// <summary>@( … ): each statement adds its element or elements, as it would when run.</summary>
    private DocumentNode ReadArray(ArrayExpressionAst array, string path)
    {
        var items = new List<DocumentNode>();
        foreach (var statement in array.SubExpression.Statements)
        {
            if (statement is PipelineAst { PipelineElements: [CommandExpressionAst { Redirections.Count: 0, Expression: ArrayLiteralAst list }] })
            {
                foreach (var element in list.Elements)
                    items.Add(Read(element, DocumentNode.PathOf(path, items.Count)));
            }
            else
            {
                items.Add(ReadStatement(statement, DocumentNode.PathOf(path, items.Count)));
            }
        }
        return DocumentNode.List(path, PositionOf(array.Extent), items);
    }

    private bool TryRead(VariableExpressionAst variable, out object? value)
    {
        (var isKnown, value) = variable.VariablePath.UserPath.ToLowerInvariant() switch
        {
            "true" => (true, (object?)true),
            "false" => (true, false),
            "null" => (true, null),
            "psscriptroot" => (true, Path.GetDirectoryName(file)),
            _ => (false, null),
        };
        return isKnown && !variable.Splatted;
    }

    private DocumentNode Refuse(Ast ast, string path)
    {
        var text = ast.Extent.Text.Split('\n')[0].Trim();
        Add(
            ast.Extent, path, $"'{text}' is not possible in a data file",
            "Nothing is run: write texts in single quotes, numbers, $true, $false, $null, lists and hashtables. A script block that New-VethLab is given may do more.");
        return DocumentNode.Single(path, PositionOf(ast.Extent), null);
    }

    private static object? Plain(object? value) => value switch
    {
        int number => (long)number,
        long or double or string or null => value,
        _ => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
    };

    private static DocumentPosition PositionOf(IScriptExtent extent) => new(extent.StartLineNumber, extent.StartColumnNumber);
}
