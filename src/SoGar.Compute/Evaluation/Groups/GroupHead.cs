using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Models;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Groups;

// B clips, N people of a clip, G groups of a clip, W width of a person's embedding, D width of what tells who belongs together.

/// <summary>
/// What people, groups and the whole scene do, and who belongs together: linear layers with a sigmoid class each behind the action transformer. Two people
/// belong together by the squares of what they differ in, where they stand included.
/// </summary>
internal sealed class GroupHead
{
    private const int BondWidth = 64;
    private const int BoxWidth = 4;

    private readonly PeopleTransformer _people;
    private readonly LinearLayer _actions;
    private readonly LinearLayer _traits;
    private readonly LinearLayer _bond;
    private readonly LinearLayer _activities;
    private readonly LinearLayer _scene;

    /// <summary>Declares the parameters.</summary>
    /// <param name="scope">Its place.</param>
    /// <param name="channels">Of the backbone's features by place.</param>
    /// <param name="recipe">Of the action transformer.</param>
    /// <param name="actions">Classes of single people.</param>
    /// <param name="activities">Classes of groups.</param>
    /// <param name="scenes">Classes of whole scenes.</param>
    public GroupHead(ModuleScope scope, int channels, LocaliseRecipe recipe, int actions, int activities, int scenes)
    {
        _people = new PeopleTransformer(scope, channels, recipe);
        _actions = new LinearLayer(scope.In("actions"), _people.Width, actions);
        _traits = new LinearLayer(scope.In("traits"), _people.Width + BoxWidth, BondWidth);
        _bond = new LinearLayer(scope.In("bond"), BondWidth, 1);
        _activities = new LinearLayer(scope.In("activities"), _people.Width, activities);
        _scene = new LinearLayer(scope.In("scene"), channels, scenes);
    }

    /// <summary>Embeddings of people, float32 [B, N, W].</summary>
    /// <param name="slice_BHWC">Features of the key frame.</param>
    /// <param name="boxes">N of each clip, clip after clip.</param>
    public Tensor Embed(Tensor slice_BHWC, ReadOnlySpan<RegionBox> boxes) => _people.Embed(slice_BHWC, boxes).To(DType.Float32);

    /// <summary>Scores of what each does, float32 [B, N, actions].</summary>
    public Tensor Actions(Tensor people_BNW) => _actions.Forward(people_BNW).To(DType.Float32);

    /// <summary>Scores of belonging together, float32 [B, N, N]; the same both ways.</summary>
    /// <param name="people_BNW">From <see cref="Embed"/>.</param>
    /// <param name="boxes">Theirs.</param>
    public Tensor Bonds(Tensor people_BNW, ReadOnlySpan<RegionBox> boxes)
    {
        var places = new float[boxes.Length * BoxWidth];
        for (var at = 0; at < boxes.Length; at++)
            (places[BoxWidth * at], places[BoxWidth * at + 1], places[BoxWidth * at + 2], places[BoxWidth * at + 3]) =
                ((float)boxes[at].Top, (float)boxes[at].Left, (float)boxes[at].Bottom, (float)boxes[at].Right);
        var traits_BND = _traits.Forward(F.Cat([people_BNW, Tensor.From(places, people_BNW.Size(0), people_BNW.Size(1), BoxWidth)], -1)).To(DType.Float32)
            .Relu();
        return _bond.Forward((traits_BND.Unsqueeze(2) - traits_BND.Unsqueeze(1)).Square()).To(DType.Float32).Squeeze(-1);
    }

    /// <summary>Scores of what groups do, float32 [B, G, activities].</summary>
    /// <param name="people_BNW">From <see cref="Embed"/>.</param>
    /// <param name="members_BGN">Shares of people in groups: a row adds up to 1, or to 0 for a group that is not there.</param>
    public Tensor Activities(Tensor people_BNW, Tensor members_BGN) => _activities.Forward(members_BGN.MatMul(people_BNW)).To(DType.Float32);

    /// <summary>Scores of what the scene does, float32 [B, scenes].</summary>
    /// <param name="slice_BHWC">Features of the key frame.</param>
    public Tensor Scene(Tensor slice_BHWC) => _scene.Forward(slice_BHWC.Flatten(1, 2).Mean(1)).To(DType.Float32);

    /// <summary>What <see cref="Activities"/> takes: the mean of a group's people is a product with it.</summary>
    /// <param name="groups">Positions of the people of each group of each clip.</param>
    /// <param name="people">N.</param>
    /// <returns>float32 [B, G, N].</returns>
    public static Tensor Members(IReadOnlyList<IReadOnlyList<IReadOnlyCollection<int>>> groups, int people)
    {
        var most = Math.Max(1, groups.Max(each => each.Count));
        var shares = new float[groups.Count * most * people];
        for (var clip = 0; clip < groups.Count; clip++)
            for (var group = 0; group < groups[clip].Count; group++)
                foreach (var person in groups[clip][group])
                    shares[(clip * most + group) * people + person] = 1f / groups[clip][group].Count;
        return Tensor.From(shares, groups.Count, most, people);
    }
}
