"""Which words would a family have to look up, and what do they mean in plain ones?"""

import re
from typing import NamedTuple


class Term(NamedTuple):
    """The plain wording; `familiar` where most families know the word, so that it is only a hint.

    `explained_by`: words that explain it where they stand in the same section, several parted by semicolons, an
    asterisk for the rest of a word. `sections`: those that it is asked about in; empty for all. `off`: never asked
    about.
    """

    plain: str
    familiar: bool = False
    explained_by: str = ""
    sections: str = ""
    off: bool = False

    def is_asked_in(self, section: str) -> bool:
        return not self.off and (not self.sections or section in self.sections)

    def is_explained_in(self, text: str) -> bool:
        phrases = [phrase for phrase in self.explained_by.split(";") if re.search(r"\w", phrase)]
        return any(re.search(pattern_of(phrase), text, re.IGNORECASE) for phrase in phrases)


def pattern_of(phrase: str) -> str:
    return r"(?<!\w)" + r"\s+".join(word_of(word) for word in phrase.split()) + r"(?!\w)"


def word_of(word: str) -> str:
    """An asterisk counts at the end of a word alone: nobody can write a pattern that takes for ever."""
    return re.escape(word.replace("*", "")) + (r"\w*" if word.endswith("*") else "")


def key_of(term: str) -> str:
    """Abbreviations are told apart by their capitals, words are not."""
    words = " ".join(term.split())
    return words if any(letter.isupper() for letter in words[1:]) else words.lower()


def terms(lines: str, *, familiar: bool) -> dict[str, Term]:
    pairs = (line.split("=", 1) for line in lines.strip().splitlines())
    return {term.strip(): Term(plain.strip(), familiar) for term, plain in pairs}


FAMILIAR = """
ADHD = attention deficit hyperactivity disorder
CAMHS = child and adolescent mental health services
EHCP = education, health and care plan
EHC plan = education, health and care plan
SEND = special educational needs and disabilities
SENCO = the school's special educational needs co-ordinator
ICB = the Integrated Care Board, which arranges the NHS care of this area
DCO = Designated Clinical Officer
IHCP = Individual Health Care Plan
MRI = a scan that shows the inside of the body
BMI = a measure of weight for height
ENT = ear, nose and throat
scoliosis = a curved spine
hypermobility = joints that bend further than usual
anaphylaxis = a severe allergic reaction
gastrostomy = feeding tube through the skin into the stomach
tracheostomy = breathing tube through the neck
"""

UNFAMILIAR = """
ASD = autism
ASC = autism
AuDHD = autism and attention deficit hyperactivity disorder
ODD = oppositional defiant disorder, a pattern of anger and refusal
PDA = pathological demand avoidance, great distress when something is asked
DCD = developmental co-ordination disorder, also called dyspraxia
DLD = developmental language disorder
GDD = global developmental delay, learning most things later than others of the same age
FASD = fetal alcohol spectrum disorder
SPD = difficulty in making sense of sounds, touch and movement
SEMH = social, emotional and mental health
SALT = speech and language therapy
SaLT = speech and language therapy
SLT = speech and language therapy
OT = occupational therapy
CBT = cognitive behavioural therapy, a talking therapy
DBT = dialectical behaviour therapy, a talking therapy
EMDR = a talking therapy for distressing memories
SI = sensory integration
PT = physiotherapy
CCN = community children's nurse
CCNT = community children's nursing team
CNS = clinical nurse specialist
CYP = children and young people
LAC = looked-after child
CLA = looked-after child
RHA = review health assessment
IHA = initial health assessment
MDT = team of different professionals
TAC = meeting of the professionals and the family
EHCNA = education, health and care needs assessment
SPA = single point of access
HAS = Health Advisers for SEND
LD = learning disability
MLD = moderate learning difficulties
SLD = severe learning difficulties
PMLD = profound and multiple learning difficulties
HI = hearing loss
VI = sight loss
MSI = loss of both sight and hearing
CVI = cerebral visual impairment, when the brain does not make full sense of what the eyes see
NDP = neurodevelopmental pathway
PEG = feeding tube through the skin into the stomach
PEJ = feeding tube through the skin into the bowel
NGT = feeding tube through the nose
NG tube = feeding tube through the nose
VP shunt = tube that drains fluid from the brain
GORD = reflux, stomach acid that comes back up
GMFCS = scale of how a child moves about
AFO = ankle splint
AFOs = ankle splints
DAFOs = ankle splints
TLSO = back brace
OSA = pauses in breathing during sleep
CPAP = machine that keeps the airway open during sleep
BiPAP = machine that helps with breathing
NIV = breathing support through a mask
EEG = recording of the brain's activity
ECG = recording of the heartbeat
EDS = Ehlers-Danlos syndrome, a condition of joints and skin
POTS = a condition in which standing up makes the heart race
VSD = hole in the heart
JIA = juvenile idiopathic arthritis, painful and swollen joints
T1DM = type 1 diabetes
CP = cerebral palsy
TOF = a heart condition present from birth
UTI = urine infection
UTIs = urine infections
SSRI = a medicine for low mood or anxiety
PRN = when needed
BD = twice a day
TDS = three times a day
QDS = four times a day
OD = once a day
nocte = at night
mane = in the morning
HbA1c = blood test of the average sugar level
BM = blood sugar test
AAC = other ways of communicating than speech, such as pictures or a device
DNA = did not attend
WNB = was not brought
TTO = medicines to take home
c/o = complains of
Rx = treatment
Hx = history
Dx = diagnosis
Tx = treatment
abdo = tummy
NAD = nothing abnormal found
DSH = self-harm
DNAR = decision not to attempt resuscitation
hypotonia = low muscle tone, floppy muscles
hypotonic = floppy, with low muscle tone
hypertonia = stiff muscles
hypertonic = stiff, with high muscle tone
dystonia = muscles that tighten by themselves
spasticity = tight, stiff muscles
spastic quadriplegia = stiffness of both arms and both legs
quadriplegia = weakness of both arms and both legs
diplegia = stiffness of both legs
hemiplegia = weakness of one side of the body
hemiparesis = weakness of one side of the body
dysphagia = difficulty in swallowing
dysarthria = unclear speech because of weak muscles
enuresis = wetting
nocturnal enuresis = bed-wetting
encopresis = soiling
ataxia = unsteady movement
nystagmus = eyes that move by themselves
strabismus = a squint
amblyopia = a lazy eye
myopia = short sight
hypermetropia = long sight
otitis media = ear infection
sensorineural = of the inner ear
idiopathic = without a known cause
aetiology = cause
comorbid = at the same time
comorbidities = other conditions
co-morbid = at the same time
co-morbidities = other conditions
contraindicated = not safe
titration = finding the right dose
titrated = changed step by step
titrate = change step by step
prophylaxis = prevention
prophylactic = preventive
prophylactically = to prevent it
analgesia = pain relief
antiepileptic = to prevent seizures
anticonvulsant = medicine to prevent seizures
tonic-clonic = with stiffening and jerking
tonic clonic = with stiffening and jerking
myoclonic = with sudden jerks
status epilepticus = a seizure that does not stop by itself
jejunostomy = feeding tube through the skin into the bowel
nasogastric = through the nose into the stomach
enteral = through a tube
orthoses = splints
orthosis = splint
plagiocephaly = a flattened head
microcephaly = a small head
macrocephaly = a large head
hydrocephalus = fluid on the brain
kyphosis = a rounded back
subluxation = a partly dislocated joint
contractures = joints that can no longer straighten
proprioceptive = of knowing where the body is
proprioception = knowing where the body is
vestibular = of balance
interoception = noticing hunger, thirst and other signals of the body
echolalia = repeating what others say
syncope = fainting
tachycardia = a fast heartbeat
bradycardia = a slow heartbeat
pyrexia = a high temperature
hypoglycaemia = low blood sugar
hyperglycaemia = high blood sugar
sequelae = later effects
bruxism = grinding the teeth
apnoea = pauses in breathing
cyanosis = turning blue
oedema = swelling
psychotropic = affecting the mind
pharmacological = with medicines
psychopharmacological = with medicines
neurogenic bladder = a bladder that does not get the right signals from the nerves
polyuria = passing a lot of urine
polydipsia = great thirst
dysmorphic = with unusual features
haemophilia = a condition in which blood does not clot well
thrombocytopenia = low numbers of the cells that make blood clot
neutropenia = low numbers of the cells that fight infection
phlebotomy = taking blood
pica = eating things that are not food
trichotillomania = pulling out hair
sialorrhoea = drooling
bolus = a dose given all at once
bronchiectasis = damaged airways that collect mucus
oropharyngeal = of the mouth and throat
ptosis = a drooping eyelid
talipes = club foot
syndactyly = joined fingers or toes
emesis = vomiting
dyspnoea = breathlessness
pruritus = itching
hypersomnia = sleeping far too much
dysregulated = overwhelmed and unable to calm down
dyslexithymia = difficulty in naming feelings
alexithymia = difficulty in naming feelings
"""

GLOSSARY: dict[str, Term] = terms(FAMILIAR, familiar=True) | terms(UNFAMILIAR, familiar=False)
