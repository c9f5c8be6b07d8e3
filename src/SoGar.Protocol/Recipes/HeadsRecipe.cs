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

    /// <summary>SVT's head, with <c>loss.target = dino</c>.</summary>
    public DinoHeadRecipe Dino { get; init; } = new();
}

/// <summary>DINO's head: three layers, unit length, cosines with prototypes (methods.md, B.2).</summary>
public sealed record DinoHeadRecipe
{
    /// <summary>Width of the two hidden layers.</summary>
    public int Hidden { get; init; } = 2048;

    /// <summary>Width of the embeddings of unit length.</summary>
    public int Bottleneck { get; init; } = 256;

    /// <summary>Prototypes.</summary>
    public int Output { get; init; } = 65536;

    /// <summary>Epochs at the start in which the prototypes rest.</summary>
    public double RestEpochs { get; init; } = 1;
}
