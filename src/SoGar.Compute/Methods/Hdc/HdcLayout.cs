using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Hdc;

/// <summary>Which view is which, and which subtasks there are: queries first, then one key per subtask, then the reordered key.</summary>
public sealed class HdcLayout
{
    /// <summary>Number of the spatial query.</summary>
    public const int SpatialQuery = 0;

    /// <summary>The layout of a recipe.</summary>
    public HdcLayout(HdcRecipe recipe)
    {
        Subtasks = recipe.Decoupled ? 2 : 1;
        Queries = recipe is { Decoupled: true, SharedQuery: false } ? 2 : 1;
        Keys = Subtasks + (recipe is { Decoupled: true, ReorderedNegative: true } ? 1 : 0);
        TemporalQuery = Queries - 1;
        SpatialKey = Queries;
        TemporalKey = Queries + Subtasks - 1;
        Reordered = Keys > Subtasks ? Queries + Subtasks : null;
    }

    /// <summary>Contrasts: the spatial one and the temporal one, or a single one that varies everything.</summary>
    public int Subtasks { get; }

    /// <summary>Views that the student sees.</summary>
    public int Queries { get; }

    /// <summary>Views that the key encoder sees.</summary>
    public int Keys { get; }

    /// <summary>All views of a sample.</summary>
    public int Views => Queries + Keys;

    /// <summary>Number of the temporal query.</summary>
    public int TemporalQuery { get; }

    /// <summary>Number of the spatial key.</summary>
    public int SpatialKey { get; }

    /// <summary>Number of the temporal key.</summary>
    public int TemporalKey { get; }

    /// <summary>Number of the temporal key in another order; null where there is none.</summary>
    public int? Reordered { get; }

    /// <summary>The query of a subtask among the queries.</summary>
    public int QueryOf(int subtask) => Math.Min(subtask, Queries - 1);

    /// <summary>Whether a view is cut by the spatial subtask's rule.</summary>
    public bool IsSpatial(int number) => Subtasks == 2 && (number == SpatialKey || (Queries == 2 && number == SpatialQuery));

    /// <summary>What people call a view.</summary>
    public string NameOfView(int number) => number switch
    {
        _ when number == Reordered => "key, reordered",
        _ when Subtasks == 1 => number == SpatialQuery ? "query" : "key",
        _ when number >= SpatialKey => number == SpatialKey ? "spatial key" : "temporal key",
        _ when Queries == 1 => "query",
        _ => number == SpatialQuery ? "spatial query" : "temporal query",
    };

    /// <summary>Name of a subtask in parameters, readings and queues.</summary>
    public string NameOf(int subtask) => Subtasks == 1 ? "joint" : subtask == 0 ? "spatial" : "temporal";
}
