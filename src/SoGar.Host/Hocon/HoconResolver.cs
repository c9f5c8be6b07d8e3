using System.Text;

namespace SoGar.Host.Hocon;

/// <summary>
/// Looks up substitutions. Works lazily, field by field, so that objects may refer to paths inside themselves and to each other;
/// a field that refers to itself sees what was written for it before.
/// </summary>
internal sealed class HoconResolver
{
    private const int DeepestChain = 500;

    private readonly HoconSlot _root;
    private readonly Func<string, string?> _variable;
    private int _depth;

    // The outermost slot at work that something below had to look behind. What is computed in between holds only for now.
    private int _shallowestLookBehind = int.MaxValue;

    private HoconResolver(ObjectNode root, Func<string, string?> variable)
    {
        _root = new HoconSlot(root, null);
        _variable = variable;
    }

    /// <summary>Resolves a whole tree.</summary>
    /// <param name="root">All files, parsed over each other.</param>
    /// <param name="variable">Environment variables, for paths that the tree does not define.</param>
    public static HoconObject Resolve(ObjectNode root, Func<string, string?> variable)
    {
        var resolver = new HoconResolver(root, variable);
        return (HoconObject)resolver.Write(resolver._root, 0)!;
    }

    private HoconValue? Write(HoconSlot slot, int depth)
    {
        if (slot.IsBeingWritten || depth > DeepestChain)
        {
            var what = slot.Node is SubstitutionNode substitution ? substitution.ToString() : "this value";
            throw new HoconException(slot.Node.Position, $"{what} contains itself; refer to one of its fields instead");
        }

        slot.IsBeingWritten = true;
        HoconValue? written = Evaluate(slot) switch
        {
            null => null,
            ScalarNode { IsQuoted: false, Text: "null" } none => new HoconNull(none.Position),
            ScalarNode scalar => new HoconScalar(scalar.Text, scalar.IsQuoted, scalar.Position),
            ArrayNode array => new HoconArray([.. array.Items.Select(item => Write(item, depth + 1)).OfType<HoconValue>()], array.Position),
            ObjectNode inner => WriteFields(inner, depth),
            var unexpected => throw new InvalidOperationException($"a resolved value is a {unexpected.GetType().Name}"),
        };
        slot.IsBeingWritten = false;
        return written;
    }

    private HoconObject WriteFields(ObjectNode node, int depth)
    {
        var fields = new OrderedDictionary<string, HoconValue>();
        foreach (var (key, slot) in node.Fields)
        {
            if (Write(slot, depth + 1) is { } value)
            {
                fields[key] = value;
            }
        }

        return new HoconObject(fields, node.Position);
    }

    private HoconNode? Evaluate(HoconSlot slot)
    {
        if (slot.IsKnown)
        {
            return slot.Value;
        }

        if (++_depth > DeepestChain)
        {
            throw new HoconException(slot.Node.Position, "the substitutions here refer to each other without end");
        }

        slot.DepthAtWork = _depth;
        var value = MergeWithPrior(slot, Reduce(slot.Node, slot));
        if (_shallowestLookBehind >= _depth)
        {
            slot.Know(value);
            _shallowestLookBehind = int.MaxValue;
        }

        slot.DepthAtWork = 0;
        _depth--;
        return value;
    }

    private HoconNode? MergeWithPrior(HoconSlot slot, HoconNode? value) => (value, slot.Prior) switch
    {
        (_, null) => value,
        (null, { } prior) => Evaluate(prior),
        (ObjectNode upper, { } prior) => Evaluate(prior) is ObjectNode lower ? ObjectNode.Merge(lower, upper) : upper,
        _ => value,
    };

    private HoconNode? Reduce(HoconNode node, HoconSlot slot) => node switch
    {
        SubstitutionNode substitution => Lookup(substitution),
        ConcatenationNode concatenation => Join(concatenation, [.. concatenation.Pieces.Select(piece => Reduce(piece, slot))]),
        LookBackNode => slot.Prior is null ? null : Evaluate(slot.Prior),
        _ => node,
    };

    private HoconNode? Lookup(SubstitutionNode wanted)
    {
        var refersToItself = false;
        var found = (wanted.IncludedAt.Count > 0 ? Navigate([.. wanted.IncludedAt, .. wanted.Path], ref refersToItself) : null)
            ?? Navigate(wanted.Path, ref refersToItself)
            ?? FromEnvironment(wanted);
        return (found, wanted.IsOptional) switch
        {
            ({ }, _) => found,
            (null, true) => null,
            _ when refersToItself =>
                throw new HoconException(wanted.Position, $"{wanted} refers back to itself, and nothing was written for it before"),
            _ => throw new HoconException(wanted.Position, $"{wanted} is defined nowhere, nor is there such an environment variable; "
                + $"define it, or write ${{?{HoconPath.Render(wanted.Path)}}} where it may be missing"),
        };
    }

    private HoconNode? Navigate(IReadOnlyList<string> path, ref bool refersToItself)
    {
        var node = Evaluate(_root);
        foreach (var key in path)
        {
            var slot = (node as ObjectNode)?.Fields.GetValueOrDefault(key);
            while (slot is { DepthAtWork: > 0 })
            {
                _shallowestLookBehind = Math.Min(_shallowestLookBehind, slot.DepthAtWork);
                refersToItself = true;
                slot = slot.Prior;
            }

            node = slot is null ? null : Evaluate(slot);
        }

        return node;
    }

    private HoconNode? FromEnvironment(SubstitutionNode wanted)
    {
        var name = string.Join('.', wanted.Path);
        if (name.EndsWith("[]", StringComparison.Ordinal))
        {
            return ListFromEnvironment(name[..^2], wanted.Position);
        }

        return _variable(name) is { } text ? new ScalarNode(text, true, wanted.Position) : null;
    }

    private ArrayNode? ListFromEnvironment(string name, HoconPosition position)
    {
        var items = new List<HoconSlot>();
        while (_variable($"{name}_{items.Count}") is { } item)
        {
            items.Add(new HoconSlot(new ScalarNode(item, true, position), null));
        }

        return items.Count > 0 ? new ArrayNode(items, position) : null;
    }

    private static HoconNode? Join(ConcatenationNode written, IReadOnlyList<HoconNode?> pieces)
    {
        var defined = pieces.Where(piece => piece is not null and not SpaceNode).ToList();
        return defined switch
        {
            [] => null,
            _ when defined.All(piece => piece is ObjectNode) => defined.Cast<ObjectNode>().Aggregate(ObjectNode.Merge),
            _ when defined.All(piece => piece is ArrayNode) =>
                new ArrayNode([.. defined.Cast<ArrayNode>().SelectMany(piece => piece.Items)], written.Position),
            _ when defined.All(piece => piece is ScalarNode) => JoinText(written, pieces),
            _ => throw new HoconException(written.Position, $"found {string.Join(" and ", defined.Select(NameOf).Distinct())} side by side, "
                + "which cannot be joined; only like things can, or put a comma between"),
        };
    }

    private static ScalarNode JoinText(ConcatenationNode written, IReadOnlyList<HoconNode?> pieces)
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            text.Append(piece switch { ScalarNode scalar => scalar.Text, SpaceNode space => space.Text, _ => "" });
        }

        return new ScalarNode(text.ToString(), true, written.Position);
    }

    private static string NameOf(HoconNode? node) => node switch { ObjectNode => "an object", ArrayNode => "a list", _ => "a plain value" };
}
