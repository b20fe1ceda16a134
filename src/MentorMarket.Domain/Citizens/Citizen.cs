namespace MentorMarket.Domain.Citizens;

/// <summary>A citizen as the cases see one: a number, a coarse area and a year of birth, and nothing that identifies.</summary>
/// <remarks>Danish: borger.</remarks>
public sealed class Citizen
{
    private Citizen() { }

    /// <summary>A citizen of a municipality.</summary>
    public Citizen(Guid id, Guid municipality, string number, string area, int birthYear, string language, DateTimeOffset now)
    {
        Id = id;
        MunicipalityId = municipality;
        Number = number;
        Area = area;
        BirthYear = birthYear;
        Language = language;
        CreatedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public string Number { get; private set; } = "";
    public string Area { get; private set; } = "";
    public int BirthYear { get; private set; }
    public string Language { get; private set; } = "da";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Counts the corrections of the citizen's data, wherever they stand.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Corrects what is known, whether it stands here or in the tables beside.</summary>
    /// <param name="seen">The version that whoever corrects has looked at.</param>
    /// <exception cref="RuleViolation">Somebody else has corrected it since.</exception>
    public void Correct(string area, int birthYear, string language, int seen)
    {
        if (seen != Version) throw new RuleViolation(Rule.ConcurrentChange);
        Area = area;
        BirthYear = birthYear;
        Language = language;
        Version++;
    }
}

/// <summary>Who the citizen is. A row of its own, so that those who may read it are few and each reading is an event.</summary>
/// <remarks>Danish: borgerens identitet.</remarks>
public sealed class CitizenIdentity
{
    private CitizenIdentity() { }

    /// <summary>The identity of one citizen.</summary>
    public CitizenIdentity(Guid citizen, Guid municipality, string name, string phone, string email)
    {
        CitizenId = citizen;
        MunicipalityId = municipality;
        Name = name;
        Phone = phone;
        Email = email;
    }

    public Guid CitizenId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public string Name { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public string Email { get; private set; } = "";

    /// <summary>Corrects it.</summary>
    public void Correct(string name, string phone, string email) => (Name, Phone, Email) = (name, phone, email);
}

/// <summary>Where the citizen lives. Of a protected address the provider's login sees no row.</summary>
/// <remarks>Danish: borgerens adresse; navne- og adressebeskyttelse. Source: CPR-loven § 28.</remarks>
public sealed class CitizenAddress
{
    private CitizenAddress() { }

    /// <summary>The address of one citizen.</summary>
    public CitizenAddress(Guid citizen, Guid municipality, string address, bool isProtected)
    {
        CitizenId = citizen;
        MunicipalityId = municipality;
        Address = address;
        IsProtected = isProtected;
    }

    public Guid CitizenId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public string Address { get; private set; } = "";
    public bool IsProtected { get; private set; }

    /// <summary>Corrects it.</summary>
    public void Correct(string address, bool isProtected) => (Address, IsProtected) = (address, isProtected);
}

/// <summary>The citizen's CPR number: sealed, and a keyed hash to find it by.</summary>
/// <remarks>Danish: CPR-nummer.</remarks>
public sealed class CitizenCpr
{
    private CitizenCpr() { }

    /// <summary>The sealed number of one citizen.</summary>
    public CitizenCpr(Guid citizen, Guid municipality, string keyId, byte[] cipher, byte[] lookup)
    {
        CitizenId = citizen;
        MunicipalityId = municipality;
        Replace(keyId, cipher, lookup);
    }

    public Guid CitizenId { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public string KeyId { get; private set; } = "";
    public byte[] Cipher { get; private set; } = [];
    public byte[] Lookup { get; private set; } = [];

    /// <summary>Another number instead: the first one was wrong.</summary>
    public void Replace(string keyId, byte[] cipher, byte[] lookup) => (KeyId, Cipher, Lookup) = (keyId, cipher, lookup);
}

/// <summary>A citizen's way in without an account: a link and a code, of which only hashes are kept.</summary>
/// <remarks>Danish: borgerens link. Only the municipality issues it; no provider ever sees it.</remarks>
public sealed class CitizenLink
{
    private CitizenLink() { }

    /// <summary>A new link; the token and the code themselves are shown once, in the letter.</summary>
    public CitizenLink(Guid id, Guid municipality, Guid citizen, byte[] tokenHash, byte[] codeHash, Guid issuedBy, DateTimeOffset now,
        DateOnly expiresOn)
    {
        Id = id;
        MunicipalityId = municipality;
        CitizenId = citizen;
        TokenHash = tokenHash;
        CodeHash = codeHash;
        IssuedBy = issuedBy;
        IssuedAt = now;
        ExpiresOn = expiresOn;
        TriesLeft = 5;
    }

    public Guid Id { get; private set; }
    public Guid MunicipalityId { get; private set; }
    public Guid CitizenId { get; private set; }
    public byte[] TokenHash { get; private set; } = [];
    public byte[] CodeHash { get; private set; } = [];
    public int TriesLeft { get; private set; }
    public Guid IssuedBy { get; private set; }
    public DateTimeOffset IssuedAt { get; private set; }
    public DateOnly ExpiresOn { get; private set; }
    public DateTimeOffset? RevokedAt { get; private set; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Whether it can still be opened.</summary>
    public bool IsOpen(DateOnly today) => RevokedAt is null && ExpiresOn >= today && TriesLeft > 0;

    /// <summary>Closes it for good.</summary>
    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
