namespace SoGar.Protocol.Recipes;

/// <summary>Projector and predictor: two layers each, with batch normalisation and ReLU between (methods.md, B.2).</summary>
public sealed record HeadsRecipe
{
    /// <summary>Hidden width of the projector.</summary>
    public int ProjectorHidden { get; init; } = 4096;

    /// <summary>Width of the embeddings z and p.</summary>
    public int Output { get; init; } = 256;

    /// <summary>Hidden width of the predictor.</summary>
    public int PredictorHidden { get; init; } = 4096;
}
