namespace SoGar.Protocol.Recipes;

/// <summary>When the state is written and what is kept. The last step is always written.</summary>
public sealed record CheckpointRecipe
{
    /// <summary>Steps between two checkpoints; 0 writes only the last step and on a drain.</summary>
    public int Every { get; init; } = 500;

    /// <summary>Newest checkpoints that are kept; 1 or more.</summary>
    public int Keep { get; init; } = 3;

    /// <summary>Every how many steps a checkpoint is kept for good; 0 for none.</summary>
    public int KeepEvery { get; init; }
}
